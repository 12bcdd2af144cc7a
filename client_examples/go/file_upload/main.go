// What a clearinghouse does with an 837 file: its bytes go up, results come back meanwhile, the
// acknowledgments at the end.
//
//	file_upload 127.0.0.1:50051 claims.837 [OUT_FOLDER]
//
// Writes the acknowledgments to OUT_FOLDER/999.x12 and OUT_FOLDER/277ca.x12. Exits 1 when a claim
// must not be sent, 2 when one could not be checked or the file could not be read to its end.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"google.golang.org/grpc/status"

	"scrubline.example/client/scrubclient"
	pb "scrubline.example/client/scrubpb"
)

const (
	chunkBytes = 256 * 1024
	deadline   = 10 * time.Minute
)

var fileNames = map[pb.FileAcknowledgment_Kind]string{
	pb.FileAcknowledgment_X12_999:   "999.x12",
	pb.FileAcknowledgment_X12_277CA: "277ca.x12",
}

func send(stream pb.ScrubService_ScrubFileClient, path string, options *pb.FileOptions) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	err = stream.Send(&pb.ScrubFileRequest{Part: &pb.ScrubFileRequest_Options{Options: options}})
	chunk := make([]byte, chunkBytes)
	for err == nil {
		var size int
		if size, err = file.Read(chunk); err != nil {
			break // io.EOF: the whole file was read
		}
		err = stream.Send(&pb.ScrubFileRequest{Part: &pb.ScrubFileRequest_Chunk{Chunk: chunk[:size]}})
	}
	if !errors.Is(err, io.EOF) { // io.EOF of Send: the stream failed, and Recv knows why
		return err
	}
	return stream.CloseSend()
}

func main() {
	if len(os.Args) < 3 || len(os.Args) > 4 {
		os.Stderr.WriteString("usage: file_upload ADDRESS CLAIMS.837 [OUT_FOLDER]\n")
		os.Exit(2)
	}
	connection, err := scrubclient.Dial(os.Args[1])
	if err != nil {
		scrubclient.Fail(os.Args[1], err)
	}
	defer connection.Close()
	options := &pb.FileOptions{}
	if len(os.Args) == 4 {
		options.Acknowledgments = []pb.FileAcknowledgment_Kind{
			pb.FileAcknowledgment_X12_999, pb.FileAcknowledgment_X12_277CA}
	}
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	stream, err := pb.NewScrubServiceClient(connection).ScrubFile(ctx)
	if err != nil {
		scrubclient.Fail("stream", err)
	}
	go func() {
		if err := send(stream, os.Args[2], options); err != nil {
			scrubclient.Fail("file", err)
		}
	}()

	var tally scrubclient.Tally
	var summary *pb.FileSummary
	acknowledgments := map[pb.FileAcknowledgment_Kind][]byte{}
	for {
		response, err := stream.Recv()
		if err == io.EOF {
			break
		}
		if err != nil {
			scrubclient.ShowError(os.Args[2], err)
			os.Exit(2)
		}
		for _, issue := range response.Issues {
			fmt.Printf("byte %d: %s: %s\n", issue.Place.GetByteOffset(), issue.Level, issue.Message)
		}
		for _, claim := range response.Claims {
			if problem := claim.GetStatus(); problem != nil {
				scrubclient.ShowError(fmt.Sprintf("claim %d", claim.Sequence), status.ErrorProto(problem))
			} else {
				fmt.Printf("%d %s: %s\n", claim.Sequence, claim.GetResult().ClaimId, claim.GetResult().Verdict)
			}
			tally.Add(claim.GetResult())
		}
		for _, piece := range response.Acknowledgments { // a long one comes in several
			acknowledgments[piece.Kind] = append(acknowledgments[piece.Kind], piece.Content...)
		}
		if response.Summary != nil {
			summary = response.Summary
		}
	}
	if summary == nil { // without it the answer is not whole
		scrubclient.Fail("stream", errors.New("it ended before the summary"))
	}
	for kind, content := range acknowledgments {
		path := filepath.Join(os.Args[3], fileNames[kind])
		if err := os.WriteFile(path, content, 0o600); err != nil {
			scrubclient.Fail("acknowledgment", err)
		}
		fmt.Println(path)
	}
	tally.Exit()
}
