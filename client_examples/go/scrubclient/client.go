// Package scrubclient is what the examples share: the connection, claims from a file, and how a
// result is shown.
package scrubclient

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"

	pb "scrubline.example/client/scrubpb"
)

// Scrubbing changes nothing on the server, so a call may be repeated. UNAVAILABLE is a server that
// restarts, RESOURCE_EXHAUSTED one with too much to do; anything else would fail again.
const serviceConfig = `{
  "methodConfig": [{
    "name": [{"service": "scrubline.v1.ScrubService", "method": "ScrubClaim"}],
    "retryPolicy": {
      "maxAttempts": 4, "initialBackoff": "0.05s", "maxBackoff": "0.5s", "backoffMultiplier": 3,
      "retryableStatusCodes": ["UNAVAILABLE", "RESOURCE_EXHAUSTED"]
    }
  }]
}`

// Dial opens the connection that the whole process shares: one a call would cost more than the
// call. Across a network, put TLS credentials in the place of the insecure ones.
func Dial(address string) (*grpc.ClientConn, error) {
	return grpc.Dial(address,
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultServiceConfig(serviceConfig))
}

// ReadClaims hands over the claims of a file, one JSON object a line, until `take` fails.
func ReadClaims(path string, take func(*pb.Claim) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewReader(file)
	for number := 1; ; number++ {
		line, err := lines.ReadString('\n')
		if strings.TrimSpace(line) != "" {
			claim := &pb.Claim{}
			// The parser's own message may repeat the text, which is a patient's.
			if protojson.Unmarshal([]byte(line), claim) != nil {
				return fmt.Errorf("%s:%d: is no claim in JSON form", path, number)
			}
			if err := take(claim); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// MaySubmit says whether the claim may go out: clean ones and mere warnings do, blocked ones go
// back to the biller, and one that was not checked in full waits for a person.
func MaySubmit(result *pb.ScrubResult) bool {
	return result.Verdict == pb.ScrubResult_CLEAN || result.Verdict == pb.ScrubResult_FINDINGS
}

// Show prints the work queue's view of one claim.
func Show(result *pb.ScrubResult) {
	fmt.Printf("%s: %s\n", result.ClaimId, result.Verdict)
	for _, finding := range result.Findings {
		fmt.Printf("  [%s] lines %v: %s\n      rule %s\n", finding.Severity, finding.LineNumbers,
			finding.Message, finding.RuleId)
		for i, fix := range finding.Fixes { // the buttons of the screen, best first
			documented := ""
			if fix.RequiresDocumentation {
				documented = " (only if documented)"
			}
			fmt.Printf("      %d. %s%s\n", i+1, fix.Text, documented)
		}
	}
}

// ShowError prints why a claim was not checked: the fields at fault where the request is at fault.
func ShowError(claimID string, err error) {
	problem := status.Convert(err)
	fmt.Printf("%s: not checked: %s: %s\n", claimID, problem.Code(), problem.Message())
	for _, detail := range problem.Details() {
		if request, ok := detail.(*errdetails.BadRequest); ok {
			for _, violation := range request.FieldViolations {
				fmt.Printf("  %s %s\n", violation.Field, violation.Description)
			}
		}
	}
}

// Tally counts answers by verdict and makes the exit code of an example: 0 all may be sent, 1 one
// may not, 2 one was not checked.
type Tally struct {
	Answered, Held, Unchecked int
}

// Add counts an answer; nil is a claim that was not checked.
func (t *Tally) Add(result *pb.ScrubResult) {
	switch {
	case result == nil:
		t.Unchecked++
	case MaySubmit(result):
		t.Answered++
	default:
		t.Answered++
		t.Held++
	}
}

// Exit prints the tally and ends the process.
func (t *Tally) Exit() {
	fmt.Printf("%d claims answered, %d of them held back, %d not checked\n", t.Answered, t.Held, t.Unchecked)
	switch {
	case t.Unchecked > 0:
		os.Exit(2)
	case t.Held > 0:
		os.Exit(1)
	}
}

// Fail ends an example that cannot go on.
func Fail(what string, err error) {
	fmt.Fprintf(os.Stderr, "%s: %v\n", what, err)
	os.Exit(2)
}
