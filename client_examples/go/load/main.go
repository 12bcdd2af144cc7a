// A load generator: holds a rate and tells the latencies.
//
//	load 127.0.0.1:50051 claims.json [-rate 2000] [-seconds 10]
//
// Open loop: calls are started by the clock, at start + i/rate, whether earlier ones have been
// answered or not, as callers do who know nothing of each other. A latency counts from when the
// call was due, not from when it was sent: a server that stalls for a second delays a second's
// worth of calls, and each of them says so. (A closed loop, which waits for an answer before the
// next call, would send nothing in that second and report one slow call.)
// Exits 2 when a call failed, 1 when the rate was not held.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"sort"
	"strings"
	"sync"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"scrubline.example/client/scrubclient"
	pb "scrubline.example/client/scrubpb"
)

const (
	deadline = 10 * time.Second
	// More calls waiting than this is a server that will not catch up: the generator then waits,
	// and the wait is part of the latency.
	maxInFlight = 20000
)

func main() {
	rate := flag.Float64("rate", 2000, "calls a second")
	seconds := flag.Float64("seconds", 10, "how long")
	if len(os.Args) < 3 {
		os.Stderr.WriteString("usage: load ADDRESS CLAIMS.json [-rate N] [-seconds N]\n")
		os.Exit(2)
	}
	flag.CommandLine.Parse(os.Args[3:])
	connection, err := scrubclient.Dial(os.Args[1])
	if err != nil {
		scrubclient.Fail(os.Args[1], err)
	}
	defer connection.Close()
	service := pb.NewScrubServiceClient(connection)
	var claims []*pb.Claim
	err = scrubclient.ReadClaims(os.Args[2], func(claim *pb.Claim) error {
		claims = append(claims, claim)
		return nil
	})
	if err == nil && len(claims) == 0 {
		err = errors.New("there are none")
	}
	if err != nil {
		scrubclient.Fail("claims", err)
	}

	calls := int(*rate * *seconds)
	latencies := make([]time.Duration, calls)
	failures := map[codes.Code]int{}
	var mutex sync.Mutex // of failures
	var group sync.WaitGroup
	slots := make(chan struct{}, maxInFlight)
	var latestStart time.Duration
	start := time.Now()
	for i := range latencies {
		due := start.Add(time.Duration(float64(i) / *rate * float64(time.Second)))
		time.Sleep(time.Until(due))
		slots <- struct{}{}
		if late := time.Since(due); late > latestStart {
			latestStart = late
		}
		group.Add(1)
		go func(i int) {
			defer group.Done()
			ctx, cancel := context.WithTimeout(context.Background(), deadline)
			defer cancel()
			_, err := service.ScrubClaim(ctx, &pb.ScrubClaimRequest{Claim: claims[i%len(claims)]})
			latencies[i] = time.Since(due)
			<-slots
			if err != nil {
				mutex.Lock()
				failures[status.Code(err)]++
				mutex.Unlock()
			}
		}(i)
	}
	group.Wait()
	elapsed := time.Since(start)

	report(latencies)
	achieved := float64(calls) / elapsed.Seconds()
	fmt.Printf("%d calls in %.2f s: %.0f a second of %.0f asked; latest start %v behind the clock\n",
		calls, elapsed.Seconds(), achieved, *rate, latestStart.Round(time.Microsecond))
	for code, count := range failures {
		fmt.Printf("%d failed: %s\n", count, code)
	}
	switch {
	case len(failures) > 0:
		os.Exit(2)
	case achieved < 0.95**rate:
		os.Exit(1)
	}
}

// A row for each doubling of the latency, and the percentiles.
func report(latencies []time.Duration) {
	sort.Slice(latencies, func(i, j int) bool { return latencies[i] < latencies[j] })
	const width = 50
	for from, limit := 0, 64*time.Microsecond; from < len(latencies); limit *= 2 {
		to := sort.Search(len(latencies), func(i int) bool { return latencies[i] >= limit })
		if to > from {
			bar := strings.Repeat("#", 1+(width-1)*(to-from)/len(latencies))
			fmt.Printf("%12s %9d %s\n", "< "+limit.String(), to-from, bar)
		}
		from = to
	}
	at := func(part float64) time.Duration { // the smallest latency that `part` of the calls kept
		place := int(part * float64(len(latencies)))
		if place >= len(latencies) {
			place = len(latencies) - 1
		}
		return latencies[place].Round(time.Microsecond)
	}
	fmt.Printf("p50 %v  p90 %v  p99 %v  p99.9 %v  max %v\n", at(0.5), at(0.9), at(0.99), at(0.999), at(1))
}
