package shop;

import io.keybearer.key.ApiKey;
import io.keybearer.key.Scope;
import io.keybearer.servlet.KeyPrincipal;
import io.keybearer.spring.web.RequiresPermission;
import io.keybearer.spring.web.RequiresScope;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What the shop offers to holders of keys. */
@RestController
class Orders {
  /** A GET needs a key of the scope read. */
  @GetMapping("/orders/{id}")
  String order(@PathVariable("id") String id, KeyPrincipal caller) {
    ApiKey key = caller.key();
    return "order " + id + " for " + key.attributes().name();
  }

  /** A POST needs the scope write. */
  @PostMapping("/orders")
  @ResponseStatus(HttpStatus.CREATED)
  String create() {
    return "created";
  }

  @DeleteMapping("/orders/{id}")
  @RequiresScope(Scope.ADMIN)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable("id") String id) {}

  @GetMapping("/exports")
  @RequiresPermission("orders:export")
  String export() {
    return "everything";
  }
}
