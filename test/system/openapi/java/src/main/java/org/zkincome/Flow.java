package org.zkincome;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.zkincome.issuer.api.CredentialsApi;
import org.zkincome.issuer.model.CredentialStatus;
import org.zkincome.issuer.model.IssueRequest;
import org.zkincome.issuer.model.IssuedCredentials;
import org.zkincome.prover.api.TestProverApi;
import org.zkincome.prover.model.HeldCredential;
import org.zkincome.prover.model.Presentations;
import org.zkincome.prover.model.PrivateHolderKey;
import org.zkincome.prover.model.ProveRequest;
import org.zkincome.verifier.api.PresentationsApi;
import org.zkincome.verifier.api.RequestsApi;
import org.zkincome.verifier.model.CreateRequest;
import org.zkincome.verifier.model.CreatedRequest;
import org.zkincome.verifier.model.RequestView;
import org.zkincome.verifier.model.Verdict;
import org.zkincome.verifier.model.Verified;
import org.zkincome.verifier.model.VerifyRequest;

/** The flow of the protocol with clients from openapi-generator. The argument is a JSON file: URLs, keys, bodies. */
public final class Flow {
  /** Requires members as the document does. */
  private static final ObjectMapper STRICT = new org.zkincome.issuer.ApiClient().getObjectMapper();

  public static void main(String[] arguments) throws Exception {
    Map<?, ?> input = STRICT.readValue(Files.readString(Path.of(arguments[0])), Map.class);
    CredentialsApi credentials = new CredentialsApi(issuer(input));
    RequestsApi requests = new RequestsApi(verifier(input));
    PresentationsApi presentations = new PresentationsApi(verifier(input));
    TestProverApi prover = new TestProverApi(prover(input));

    // Members with a default are not mandatory: the body has no expires_in_days and no expires_in.
    IssuedCredentials issued =
        credentials.issueCredential(read(input, "issue", IssueRequest.class), "java-" + System.nanoTime());
    CreatedRequest request = requests.createRequest(read(input, "create", CreateRequest.class), null);
    HeldCredential held = new HeldCredential()
        .credential(issued.getCredentials().get(0))
        .holderKey(read(input, "holderKey", PrivateHolderKey.class));
    Presentations proved = prover.generateProof(new ProveRequest()
        .request(convert(request, org.zkincome.prover.model.PresentationRequest.class))
        .putCredentialsItem("salary", held));
    Verdict verdict = presentations.verifyProof(
        new VerifyRequest().requestId(request.getId()).presentations(proved.getPresentations()));
    check(verdict.getActualInstance() instanceof Verified, "verified");
    RequestView answered = requests.getRequest(request.getId());
    check(answered.getState() == RequestView.StateEnum.ANSWERED, "answered");
    check(answered.getReceipt() != null, "receipt");
    credentials.changeStatus(issued.getId(), new CredentialStatus().status(CredentialStatus.StatusEnum.REVOKED));
    System.out.println("revoked");
  }

  private static org.zkincome.issuer.ApiClient issuer(Map<?, ?> input) {
    org.zkincome.issuer.ApiClient client = new org.zkincome.issuer.ApiClient();
    client.updateBaseUri((String) input.get("ISSUER_URL"));
    client.setRequestInterceptor(
        builder -> builder.header("Authorization", "Bearer " + input.get("ISSUER_API_KEY")));
    return client;
  }

  private static org.zkincome.verifier.ApiClient verifier(Map<?, ?> input) {
    org.zkincome.verifier.ApiClient client = new org.zkincome.verifier.ApiClient();
    client.updateBaseUri((String) input.get("VERIFIER_URL"));
    client.setRequestInterceptor(
        builder -> builder.header("Authorization", "Bearer " + input.get("VERIFIER_API_KEY")));
    return client;
  }

  private static org.zkincome.prover.ApiClient prover(Map<?, ?> input) {
    org.zkincome.prover.ApiClient client = new org.zkincome.prover.ApiClient();
    client.updateBaseUri((String) input.get("PROVER_URL"));
    return client;
  }

  private static <T> T read(Map<?, ?> input, String name, Class<T> type) {
    return convert(input.get(name), type);
  }

  private static <T> T convert(Object value, Class<T> type) {
    return STRICT.convertValue(value, type);
  }

  private static void check(boolean holds, String name) {
    if (!holds) throw new IllegalStateException("not " + name);
    System.out.println(name);
  }
}
