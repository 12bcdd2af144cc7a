package org.scrubline.examples;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.scrubline.v1.Claim;
import org.scrubline.v1.Finding;
import org.scrubline.v1.Fix;
import org.scrubline.v1.ScrubResult;

/** What the examples share: the connection, claims from a file, and how a result is shown. */
final class Scrubbing {
  private Scrubbing() {}

  /**
   * Scrubbing changes nothing on the server, so a call may be repeated. UNAVAILABLE is a server that
   * restarts, RESOURCE_EXHAUSTED one with too much to do; anything else would fail again.
   */
  private static final Map<String, Object> SERVICE_CONFIG =
      Map.of(
          "methodConfig",
          List.of(
              Map.of(
                  "name",
                  List.of(Map.of("service", "scrubline.v1.ScrubService", "method", "ScrubClaim")),
                  "retryPolicy",
                  Map.of(
                      "maxAttempts", 4.0,
                      "initialBackoff", "0.05s",
                      "maxBackoff", "0.5s",
                      "backoffMultiplier", 3.0,
                      "retryableStatusCodes", List.of("UNAVAILABLE", "RESOURCE_EXHAUSTED")))));

  /**
   * One for the whole process: a connection per call would cost more than the call. Across a network,
   * use TlsChannelCredentials.
   */
  static ManagedChannel connect(String address) {
    return Grpc.newChannelBuilder(address, InsecureChannelCredentials.create())
        .defaultServiceConfig(SERVICE_CONFIG)
        .enableRetry()
        .build();
  }

  /** The claims of a file, one JSON object a line, read as they are asked for. */
  static final class ClaimFile implements AutoCloseable {
    private final Path path;
    private final BufferedReader lines;
    private int number;

    ClaimFile(String path) throws IOException {
      this.path = Path.of(path);
      this.lines = Files.newBufferedReader(this.path);
    }

    /** The next claim; null at the end. */
    Claim next() throws IOException {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        ++number;
        if (line.isBlank()) {
          continue;
        }
        Claim.Builder claim = Claim.newBuilder();
        try {
          JsonFormat.parser().merge(line, claim);
        } catch (InvalidProtocolBufferException error) {
          // The parser's own message may repeat the text, which is a patient's.
          throw new IOException(path + ":" + number + ": is no claim in JSON form");
        }
        return claim.build();
      }
      return null;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  /**
   * Clean claims and mere warnings go out; blocked ones go back to the biller, and one that was not
   * checked in full waits for a person.
   */
  static boolean maySubmit(ScrubResult result) {
    return result.getVerdict() == ScrubResult.Verdict.CLEAN
        || result.getVerdict() == ScrubResult.Verdict.FINDINGS;
  }

  /** The work queue's view of one claim. */
  static void show(ScrubResult result) {
    System.out.println(result.getClaimId() + ": " + result.getVerdict());
    for (Finding finding : result.getFindingsList()) {
      System.out.printf(
          "  [%s] lines %s: %s%n      rule %s%n",
          finding.getSeverity(),
          finding.getLineNumbersList(),
          finding.getMessage(),
          finding.getRuleId());
      int number = 0;
      for (Fix fix : finding.getFixesList()) { // the buttons of the screen, best first
        System.out.printf(
            "      %d. %s%s%n",
            ++number,
            fix.getText(),
            fix.getRequiresDocumentation() ? " (only if documented)" : "");
      }
    }
  }

  /** Why a claim was not checked: the fields at fault where the request is at fault. */
  static void showStatus(String claim, Status problem) {
    System.out.printf(
        "%s: not checked: %s: %s%n",
        claim, Code.forNumber(problem.getCode()), problem.getMessage());
    for (Any detail : problem.getDetailsList()) {
      if (!detail.is(BadRequest.class)) {
        continue;
      }
      try {
        for (BadRequest.FieldViolation violation :
            detail.unpack(BadRequest.class).getFieldViolationsList()) {
          System.out.println("  " + violation.getField() + " " + violation.getDescription());
        }
      } catch (InvalidProtocolBufferException error) {
        System.out.println("  details that cannot be read");
      }
    }
  }

  /** Counts answers and makes the exit code of an example. */
  static final class Tally {
    private int answered;
    private int held;
    private int unchecked;

    void add(ScrubResult result) {
      ++answered;
      if (!maySubmit(result)) {
        ++held;
      }
    }

    void addUnchecked() {
      ++unchecked;
    }

    /** 0: all may be sent; 1: one may not; 2: one was not checked. */
    int finish() {
      System.out.printf(
          "%d claims answered, %d of them held back, %d not checked%n", answered, held, unchecked);
      if (unchecked > 0) {
        return 2;
      }
      return held > 0 ? 1 : 0;
    }
  }
}
