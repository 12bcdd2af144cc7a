package org.scrubline.examples;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.scrubline.v1.Claim;
import org.scrubline.v1.Diagnosis;
import org.scrubline.v1.Patient;
import org.scrubline.v1.Payer;
import org.scrubline.v1.Provider;
import org.scrubline.v1.ScrubClaimRequest;
import org.scrubline.v1.ScrubResult;
import org.scrubline.v1.ScrubServiceGrpc;
import org.scrubline.v1.ServiceLine;

/**
 * What a practice-management system calls when the biller presses "submit".
 *
 * <pre>PreSubmissionHook 127.0.0.1:50051 [claims.json]</pre>
 *
 * Scrubs each claim of the file (one claim a line, as JSON) in a call of its own and shows what the
 * biller would see; without a file, a claim made here. Exits 1 when a claim must not be sent, 2 when
 * one could not be checked.
 */
public final class PreSubmissionHook {
  /** The biller is waiting: an answer later than this is no answer. */
  private static final long DEADLINE_MS = 2000;

  private final ScrubServiceGrpc.ScrubServiceBlockingStub service;
  private final Scrubbing.Tally tally = new Scrubbing.Tally();

  private PreSubmissionHook(ManagedChannel channel) {
    service = ScrubServiceGrpc.newBlockingStub(channel);
  }

  private void scrub(Claim claim) {
    ScrubClaimRequest request = ScrubClaimRequest.newBuilder().setClaim(claim).build();
    try {
      ScrubResult result =
          service
              .withDeadlineAfter(DEADLINE_MS, TimeUnit.MILLISECONDS) // of this call
              .scrubClaim(request)
              .getResult();
      Scrubbing.show(result);
      tally.add(result);
    } catch (StatusRuntimeException error) { // "not checked", never "clean"
      Scrubbing.showStatus(claim.getClaimId(), StatusProto.fromThrowable(error));
      tally.addUnchecked();
    }
  }

  /** An office visit with a joint injection on the same day, without modifier 25. */
  private static Claim exampleClaim() {
    Claim.Builder claim =
        Claim.newBuilder()
            .setClaimId("EXAMPLE-1")
            .setType(Claim.Type.PROFESSIONAL)
            .setPayer(Payer.newBuilder().setLineOfBusiness(Payer.LineOfBusiness.MEDICARE))
            .setPatient(Patient.newBuilder().setBirthDate("1951-09-30"))
            .setPlaceOfService("11")
            .addDiagnoses(Diagnosis.newBuilder().setCode("M25.561"))
            .setBilling(Provider.newBuilder().setNpi("1234567893"))
            .setRendering(Provider.newBuilder().setNpi("1245319599"));
    int number = 0;
    for (String code : new String[] {"99213", "20610"}) {
      claim.addServiceLines(
          ServiceLine.newBuilder()
              .setLineNumber(++number)
              .setProcedureCode(code)
              .setServiceDate("2024-05-10")
              .setUnits(1)
              .setChargeCents(12_000)
              .addDiagnosisPointers(1));
    }
    return claim.build();
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length < 1 || arguments.length > 2) {
      System.err.println("usage: PreSubmissionHook ADDRESS [CLAIMS.json]");
      System.exit(2);
    }
    ManagedChannel channel = Scrubbing.connect(arguments[0]);
    PreSubmissionHook hook = new PreSubmissionHook(channel);
    if (arguments.length == 1) {
      hook.scrub(exampleClaim());
    } else {
      try (Scrubbing.ClaimFile claims = new Scrubbing.ClaimFile(arguments[1])) {
        for (Claim claim = claims.next(); claim != null; claim = claims.next()) {
          hook.scrub(claim);
        }
      }
    }
    channel.shutdown().awaitTermination(5, TimeUnit.SECONDS);
    System.exit(hook.tally.finish());
  }
}
