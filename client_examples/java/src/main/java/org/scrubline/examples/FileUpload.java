package org.scrubline.examples;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.scrubline.v1.FileAcknowledgment;
import org.scrubline.v1.FileClaim;
import org.scrubline.v1.FileIssue;
import org.scrubline.v1.FileOptions;
import org.scrubline.v1.ScrubFileRequest;
import org.scrubline.v1.ScrubFileResponse;
import org.scrubline.v1.ScrubServiceGrpc;

/**
 * What a clearinghouse does with an 837 file: its bytes go up, results come back meanwhile, the
 * acknowledgments at the end.
 *
 * <pre>FileUpload 127.0.0.1:50051 claims.837 [OUT_FOLDER]</pre>
 *
 * Writes the acknowledgments to OUT_FOLDER/999.x12 and OUT_FOLDER/277ca.x12. Exits 1 when a claim
 * must not be sent, 2 when one could not be checked or the file could not be read to its end.
 */
public final class FileUpload
    implements ClientResponseObserver<ScrubFileRequest, ScrubFileResponse> {
  private static final int CHUNK_BYTES = 256 * 1024;
  private static final long DEADLINE_MINUTES = 10;
  private static final Map<FileAcknowledgment.Kind, String> FILES =
      Map.of(
          FileAcknowledgment.Kind.X12_999, "999.x12",
          FileAcknowledgment.Kind.X12_277CA, "277ca.x12");

  private final InputStream file;
  private final Path folder; // null: no acknowledgments are asked for
  private final Scrubbing.Tally tally = new Scrubbing.Tally();
  private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private boolean begun;
  private boolean allSent;
  private boolean summarised;

  private FileUpload(InputStream file, Path folder) {
    this.file = file;
    this.folder = folder;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<ScrubFileRequest> requests) {
    // Called whenever the channel takes more: a file is sent as fast as the server reads it.
    requests.setOnReadyHandler(() -> send(requests));
  }

  private void send(ClientCallStreamObserver<ScrubFileRequest> requests) {
    try {
      if (!begun) {
        begun = true;
        requests.onNext(ScrubFileRequest.newBuilder().setOptions(options()).build());
      }
      while (!allSent && requests.isReady()) {
        int size = file.read(chunk);
        if (size < 0) {
          allSent = true;
          requests.onCompleted();
        } else {
          ByteString bytes = ByteString.copyFrom(chunk, 0, size);
          requests.onNext(ScrubFileRequest.newBuilder().setChunk(bytes).build());
        }
      }
    } catch (IOException error) {
      allSent = true;
      System.err.println(error.getMessage());
      requests.onError(error); // cancels the call, and ends this in onError
    }
  }

  private FileOptions options() {
    FileOptions.Builder options = FileOptions.newBuilder();
    if (folder != null) {
      options.addAllAcknowledgments(FILES.keySet());
    }
    return options.build();
  }

  @Override
  public void onNext(ScrubFileResponse response) {
    for (FileIssue issue : response.getIssuesList()) {
      System.out.printf(
          "byte %d: %s: %s%n",
          issue.getPlace().getByteOffset(), issue.getLevel(), issue.getMessage());
    }
    for (FileClaim claim : response.getClaimsList()) {
      if (claim.hasResult()) {
        System.out.printf(
            "%d %s: %s%n",
            claim.getSequence(), claim.getResult().getClaimId(), claim.getResult().getVerdict());
        tally.add(claim.getResult());
      } else {
        Scrubbing.showStatus("claim " + claim.getSequence(), claim.getStatus());
        tally.addUnchecked();
      }
    }
    for (FileAcknowledgment piece : response.getAcknowledgmentsList()) {
      // A long one comes in several.
      Path path = folder.resolve(FILES.getOrDefault(piece.getKind(), "unknown.x12"));
      try (FileOutputStream out = new FileOutputStream(path.toFile(), true)) {
        piece.getContent().writeTo(out);
      } catch (IOException error) {
        System.err.println(path + ": cannot be written");
        exitCode.complete(2);
      }
    }
    summarised |= response.hasSummary();
  }

  @Override
  public void onError(Throwable error) {
    Scrubbing.showStatus("the file", StatusProto.fromThrowable(error));
    exitCode.complete(2);
  }

  @Override
  public void onCompleted() {
    if (!summarised) {
      System.err.println("the stream ended before the summary: the answer is not whole");
    }
    exitCode.complete(summarised ? tally.finish() : 2);
  }

  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 2 || arguments.length > 3) {
      System.err.println("usage: FileUpload ADDRESS CLAIMS.837 [OUT_FOLDER]");
      System.exit(2);
    }
    Path folder = arguments.length == 3 ? Path.of(arguments[2]) : null;
    if (folder != null) {
      for (String name : FILES.values()) {
        Files.deleteIfExists(folder.resolve(name));
      }
    }
    ManagedChannel channel = Scrubbing.connect(arguments[0]);
    int exitCode;
    try (InputStream file = Files.newInputStream(Path.of(arguments[1]))) {
      FileUpload upload = new FileUpload(file, folder);
      ScrubServiceGrpc.newStub(channel)
          .withDeadlineAfter(DEADLINE_MINUTES, TimeUnit.MINUTES)
          .scrubFile(upload);
      exitCode = upload.exitCode.join();
    }
    channel.shutdownNow();
    System.exit(exitCode);
  }
}
