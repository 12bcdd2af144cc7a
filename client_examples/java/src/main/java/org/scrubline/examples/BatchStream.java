package org.scrubline.examples;

import io.grpc.ManagedChannel;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.scrubline.v1.Claim;
import org.scrubline.v1.ScrubClaimsRequest;
import org.scrubline.v1.ScrubClaimsResponse;
import org.scrubline.v1.ScrubServiceGrpc;

/**
 * What a clearinghouse does with claims it holds as messages: one stream, many claims a message.
 *
 * <pre>BatchStream 127.0.0.1:50051 claims.json</pre>
 *
 * Messages are answered one by one and in order. Two are on their way at a time: the next goes out
 * when an answer comes in, so that neither side waits and nothing piles up. A claim at fault gets a
 * status of its own; the others go on. Exits 1 when a claim must not be sent, 2 when one could not be
 * checked.
 */
public final class BatchStream implements StreamObserver<ScrubClaimsResponse> {
  private static final int CLAIMS_PER_MESSAGE = 200; // the server takes 1,000 and 4 MiB
  private static final int MESSAGES_ON_THEIR_WAY = 2;
  private static final long DEADLINE_MINUTES = 10;

  private final Scrubbing.ClaimFile claims;
  private final Scrubbing.Tally tally = new Scrubbing.Tally();
  private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
  private StreamObserver<ScrubClaimsRequest> requests;
  private long sequence; // our own number of the claim
  private boolean allSent;

  private BatchStream(Scrubbing.ClaimFile claims) {
    this.claims = claims;
  }

  private int run(ManagedChannel channel) {
    requests =
        ScrubServiceGrpc.newStub(channel)
            .withDeadlineAfter(DEADLINE_MINUTES, TimeUnit.MINUTES)
            .scrubClaims(this);
    for (int i = 0; i < MESSAGES_ON_THEIR_WAY; ++i) {
      sendNext();
    }
    return exitCode.join();
  }

  /** Called from the start and, by the channel's thread, for each answer. */
  private synchronized void sendNext() {
    if (allSent) {
      return;
    }
    ScrubClaimsRequest.Builder request = ScrubClaimsRequest.newBuilder();
    try {
      while (request.getItemsCount() < CLAIMS_PER_MESSAGE) {
        Claim claim = claims.next();
        if (claim == null) {
          allSent = true;
          break;
        }
        request.addItemsBuilder().setSequence(++sequence).setClaim(claim);
      }
    } catch (IOException error) {
      allSent = true;
      System.err.println(error.getMessage());
      requests.onError(error); // cancels the call, and ends this in onError
      return;
    }
    if (request.getItemsCount() > 0) {
      requests.onNext(request.build());
    }
    if (allSent) {
      requests.onCompleted();
    }
  }

  @Override
  public void onNext(ScrubClaimsResponse response) {
    for (ScrubClaimsResponse.Item item : response.getItemsList()) {
      if (item.hasResult()) {
        System.out.printf(
            "%d %s: %s%n",
            item.getSequence(), item.getResult().getClaimId(), item.getResult().getVerdict());
        tally.add(item.getResult());
      } else {
        Scrubbing.showStatus("claim " + item.getSequence(), item.getStatus());
        tally.addUnchecked();
      }
    }
    sendNext();
  }

  @Override
  public void onError(Throwable error) {
    Scrubbing.showStatus("the stream", StatusProto.fromThrowable(error));
    exitCode.complete(2);
  }

  @Override
  public void onCompleted() {
    exitCode.complete(tally.finish());
  }

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      System.err.println("usage: BatchStream ADDRESS CLAIMS.json");
      System.exit(2);
    }
    ManagedChannel channel = Scrubbing.connect(arguments[0]);
    int exitCode;
    try (Scrubbing.ClaimFile claims = new Scrubbing.ClaimFile(arguments[1])) {
      exitCode = new BatchStream(claims).run(channel);
    }
    channel.shutdownNow();
    System.exit(exitCode);
  }
}
