#!/usr/bin/env bash
# Messages and stubs from ../../proto into scrubpb/, by protoc and two plug-ins of fixed versions. A product would keep
# the generated code in its own repository; this example makes it, so that it cannot disagree with the protos beside it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
readonly PROTOS=../../proto PACKAGE=scrubline.example/client/scrubpb
GOBIN=${GOBIN:-$PWD/scrubpb/bin}
export GOBIN
[[ -x $GOBIN/protoc-gen-go ]] || go install google.golang.org/protobuf/cmd/protoc-gen-go@v1.33.0
[[ -x $GOBIN/protoc-gen-go-grpc ]] || go install google.golang.org/grpc/cmd/protoc-gen-go-grpc@v1.3.0

# What scrub_service.proto is made of; google/rpc comes from Google's own module.
files=(claim result explanation scrub_service)
go_options=() grpc_options=() names=()
for file in "${files[@]}"; do
  go_options+=("--go_opt=Mscrubline/v1/$file.proto=$PACKAGE")
  grpc_options+=("--go-grpc_opt=Mscrubline/v1/$file.proto=$PACKAGE")
  names+=("scrubline/v1/$file.proto")
done
mkdir -p scrubpb
PATH=$GOBIN:$PATH protoc -I "$PROTOS" \
  --go_out=. --go_opt=module=scrubline.example/client "${go_options[@]}" \
  --go-grpc_out=. --go-grpc_opt=module=scrubline.example/client "${grpc_options[@]}" \
  "${names[@]}"
