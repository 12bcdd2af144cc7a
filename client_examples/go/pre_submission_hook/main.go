// What a practice-management system calls when the biller presses "submit".
//
//	pre_submission_hook 127.0.0.1:50051 [claims.json]
//
// Scrubs each claim of the file (one claim a line, as JSON) in a call of its own and shows what the
// biller would see; without a file, a claim made here. Exits 1 when a claim must not be sent, 2
// when one could not be checked.
package main

import (
	"context"
	"os"
	"time"

	"google.golang.org/protobuf/proto"

	"scrubline.example/client/scrubclient"
	pb "scrubline.example/client/scrubpb"
)

// The biller is waiting: an answer later than this is no answer.
const deadline = 2 * time.Second

// An error means "not checked", never "clean".
func scrub(service pb.ScrubServiceClient, claim *pb.Claim) (*pb.ScrubResult, error) {
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	response, err := service.ScrubClaim(ctx, &pb.ScrubClaimRequest{Claim: claim})
	return response.GetResult(), err
}

// An office visit with a joint injection on the same day, without modifier 25.
func exampleClaim() *pb.Claim {
	claim := &pb.Claim{
		ClaimId:        "EXAMPLE-1",
		Type:           pb.Claim_PROFESSIONAL,
		Payer:          &pb.Payer{LineOfBusiness: pb.Payer_MEDICARE},
		Patient:        &pb.Patient{BirthDate: "1951-09-30"},
		PlaceOfService: "11",
		Diagnoses:      []*pb.Diagnosis{{Code: "M25.561"}},
		Billing:        &pb.Provider{Npi: "1234567893", EntityType: pb.Provider_ORGANIZATION},
		Rendering:      &pb.Provider{Npi: "1245319599"},
	}
	for i, code := range []string{"99213", "20610"} {
		claim.ServiceLines = append(claim.ServiceLines, &pb.ServiceLine{
			LineNumber:        int32(i + 1),
			ProcedureCode:     code,
			ServiceDate:       "2024-05-10",
			Units:             proto.Float64(1),
			ChargeCents:       proto.Int64(12000),
			DiagnosisPointers: []int32{1},
		})
	}
	return claim
}

func main() {
	if len(os.Args) < 2 || len(os.Args) > 3 {
		os.Stderr.WriteString("usage: pre_submission_hook ADDRESS [CLAIMS.json]\n")
		os.Exit(2)
	}
	connection, err := scrubclient.Dial(os.Args[1])
	if err != nil {
		scrubclient.Fail(os.Args[1], err)
	}
	defer connection.Close()
	service := pb.NewScrubServiceClient(connection)

	var tally scrubclient.Tally
	take := func(claim *pb.Claim) error {
		result, err := scrub(service, claim)
		if err != nil {
			scrubclient.ShowError(claim.ClaimId, err)
		} else {
			scrubclient.Show(result)
		}
		tally.Add(result)
		return nil
	}
	if len(os.Args) == 2 {
		take(exampleClaim())
	} else if err := scrubclient.ReadClaims(os.Args[2], take); err != nil {
		scrubclient.Fail("claims", err)
	}
	tally.Exit()
}
