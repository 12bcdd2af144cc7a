// What a clearinghouse does with claims it holds as messages: one stream, many claims a message.
//
//	batch_stream 127.0.0.1:50051 claims.json
//
// Messages are answered one by one and in order, and the server reads the next only when it has
// written an answer: so one goroutine sends while this one receives. A claim at fault gets a status
// of its own; the others go on. Exits 1 when a claim must not be sent, 2 when one could not be
// checked.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"google.golang.org/grpc/status"

	"scrubline.example/client/scrubclient"
	pb "scrubline.example/client/scrubpb"
)

const (
	claimsPerMessage = 200 // the server takes 1,000 and 4 MiB
	deadline         = 10 * time.Minute
)

// Sends all claims of the file; the sequence is our own number of the claim.
func send(stream pb.ScrubService_ScrubClaimsClient, path string) error {
	request := &pb.ScrubClaimsRequest{}
	sequence := int64(0)
	flush := func() error {
		if len(request.Items) == 0 {
			return nil
		}
		defer request.Reset()
		return stream.Send(request)
	}
	err := scrubclient.ReadClaims(path, func(claim *pb.Claim) error {
		sequence++
		request.Items = append(request.Items, &pb.ScrubClaimsRequest_Item{Sequence: sequence, Claim: claim})
		if len(request.Items) < claimsPerMessage {
			return nil
		}
		return flush()
	})
	if err == nil {
		err = flush()
	}
	if err != nil && err != io.EOF { // io.EOF: the stream failed, and Recv knows why
		return err
	}
	return stream.CloseSend()
}

func main() {
	if len(os.Args) != 3 {
		os.Stderr.WriteString("usage: batch_stream ADDRESS CLAIMS.json\n")
		os.Exit(2)
	}
	connection, err := scrubclient.Dial(os.Args[1])
	if err != nil {
		scrubclient.Fail(os.Args[1], err)
	}
	defer connection.Close()
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	stream, err := pb.NewScrubServiceClient(connection).ScrubClaims(ctx)
	if err != nil {
		scrubclient.Fail("stream", err)
	}
	go func() {
		if err := send(stream, os.Args[2]); err != nil {
			scrubclient.Fail("claims", err)
		}
	}()

	var tally scrubclient.Tally
	for {
		response, err := stream.Recv()
		if err == io.EOF {
			break
		}
		if err != nil {
			scrubclient.Fail("stream", err)
		}
		for _, item := range response.Items {
			if problem := item.GetStatus(); problem != nil {
				scrubclient.ShowError(fmt.Sprintf("claim %d", item.Sequence), status.ErrorProto(problem))
			} else {
				fmt.Printf("%d %s: %s\n", item.Sequence, item.GetResult().ClaimId, item.GetResult().Verdict)
			}
			tally.Add(item.GetResult())
		}
	}
	tally.Exit()
}
