import org.jspecify.annotations.NullMarked;

/** API keys for JVM teams: the domain and the engine, free of SQL, HTTP, JSON and frameworks. */
@NullMarked
module io.keybearer.core {
  requires static transitive org.jspecify;
  requires com.github.benmanes.caffeine;
  requires jdk.management;

  exports io.keybearer;
  exports io.keybearer.cluster;
  exports io.keybearer.key;
  exports io.keybearer.lifecycle;
  exports io.keybearer.limit;
  exports io.keybearer.log;
  exports io.keybearer.policy;
  exports io.keybearer.problem;
  exports io.keybearer.redact;
  exports io.keybearer.secret;
  exports io.keybearer.store;
  exports io.keybearer.token;
  exports io.keybearer.usage;
  exports io.keybearer.verification;
}
