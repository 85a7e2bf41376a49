import io.keybearer.Keybearer;
import io.keybearer.key.Company;
import io.keybearer.lifecycle.CompanyDraft;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.store.jdbc.JdbcStore;
import io.keybearer.verification.Verification;
import io.keybearer.verification.VerificationRequest;
import java.nio.file.Path;

/** An application with its own keys: issue one, verify it, revoke it, verify it again. */
final class Embedded {
  private Embedded() {}

  public static void main(String[] args) {
    try (Keybearer keybearer = Keybearer.open(JdbcStore.sqlite(Path.of("data")))) {
      Company acme = keybearer.administration().companies().create(CompanyDraft.of("acme", "Acme Ltd"));
      IssuedKey issued = keybearer.administration().keys().issue(KeyDraft.service(acme.id(), "billing"));
      Verification verdict = keybearer.verify(VerificationRequest.of(issued.text()).method("GET").build());
      System.out.println("issued: " + verdict.code());

      keybearer.administration().keys().revoke(issued.key().id(), IfVersion.any(), "example over");
      System.out.println(
          "revoked: " + keybearer.verify(VerificationRequest.of(issued.text()).build()).code());
    }
  }
}
