"""Message classes and stub of Scrubline, generated from ../../proto when they are older than it.

A product would generate them in its build and ship them; this example makes them on first use, so
that it cannot disagree with the protos beside it.
"""

import pathlib
import shutil
import subprocess
import sys

_HERE = pathlib.Path(__file__).resolve().parent
_PROTO = _HERE.parent.parent / "proto"
_OUT = _HERE / "generated"
_FILES = [
    "google/rpc/status.proto",
    "google/rpc/error_details.proto",
    "scrubline/v1/claim.proto",
    "scrubline/v1/explanation.proto",
    "scrubline/v1/result.proto",
    "scrubline/v1/scrub_service.proto",
]


def _protoc():
    """The compiler's command: grpcio-tools from PyPI, or the distribution's protoc and plug-in."""
    try:
        import grpc_tools.protoc  # noqa: F401

        return [sys.executable, "-m", "grpc_tools.protoc"]
    except ImportError:
        pass
    plugin = shutil.which("grpc_python_plugin")
    if plugin is None or shutil.which("protoc") is None:
        sys.exit(
            "neither grpcio-tools nor protoc with grpc_python_plugin is installed; see README.md"
        )
    return ["protoc", f"--plugin=protoc-gen-grpc_python={plugin}"]


def _generate():
    newest = max((_PROTO / name).stat().st_mtime for name in _FILES)
    stub = _OUT / "scrubline/v1/scrub_service_pb2_grpc.py"
    if stub.exists() and stub.stat().st_mtime >= newest:
        return
    _OUT.mkdir(exist_ok=True)
    subprocess.run(
        [*_protoc(), f"-I{_PROTO}", f"--python_out={_OUT}", f"--grpc_python_out={_OUT}", *_FILES],
        check=True,
    )


_generate()
sys.path.insert(0, str(_OUT))

from google.rpc import error_details_pb2, status_pb2  # noqa: E402,F401
from scrubline.v1 import (  # noqa: E402,F401
    claim_pb2,
    result_pb2,
    scrub_service_pb2,
    scrub_service_pb2_grpc,
)
