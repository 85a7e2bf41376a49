package shop;

import io.keybearer.Keybearer;
import io.keybearer.key.Company;
import io.keybearer.key.Scope;
import io.keybearer.lifecycle.CompanyDraft;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.store.PageRequest;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A shop whose API asks for keys. */
@SpringBootApplication
public class Shop {
  public static void main(String[] args) {
    SpringApplication.run(Shop.class, args);
  }

  /** Issues a first key when there is none yet, and shows it this once; not for a server's keys. */
  @Bean
  CommandLineRunner firstKey(ObjectProvider<Keybearer> engine) {
    return args -> engine.ifAvailable(keybearer -> {
      var administration = keybearer.administration();
      // The platform's own company is always there.
      if (administration.companies().list(PageRequest.first(2)).items().size() == 1) {
        Company acme = administration.companies().create(CompanyDraft.of("acme", "Acme Ltd"));
        IssuedKey issued =
            administration.keys().issue(KeyDraft.service(acme.id(), "first").scope(Scope.WRITE));
        System.out.println("The first key, shown this once: " + issued.text().reveal());
      }
    });
  }
}
