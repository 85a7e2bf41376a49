package io.keybearer.server.settings;

import java.util.Arrays;
import java.util.Optional;

/** Every setting that a Keybearer program reads. {@code docs/configuration.md} lists the same. */
public enum Setting {
  /** Names the file. */
  CONFIG(
      "", "path", "A properties file with any of these names but this one; the environment wins."),
  /** Where to listen. */
  HOST("127.0.0.1", "address", "The address that the server listens on; 0.0.0.0 for all."),
  /** Where to listen. */
  PORT("8787", "port", "The port that the server listens on, 0–65535; 0 takes any free one."),
  /** Where files live. */
  DATA("./data", "path", "The folder of the SQLite files; made when it is not there."),
  /** Which database. */
  DATABASE_URL(
      "",
      "JDBC address",
      "jdbc:postgresql://… or jdbc:sqlite:…; without it, SQLite in the data folder."),
  /** Who we are there. */
  DATABASE_USER("", "text", "The PostgreSQL role."),
  /** How we prove it. */
  DATABASE_PASSWORD("", "text", "The PostgreSQL role's password.", true),
  /** How many at once. */
  DATABASE_CONNECTIONS(
      "8", "connections", "How many database connections, and threads that use them, 1–200."),
  /** Whether to migrate. */
  MIGRATE(
      "true",
      "true or false",
      "Whether the start brings the database's schema up to date; with false it only checks it."),
  /** Where the first key goes. */
  BOOTSTRAP_KEY_FILE(
      "",
      "path",
      "The first platform key is written to this new file, mode 0600, instead of being printed."),
  /** What hashes are keyed with. */
  PEPPER(
      "",
      "id:base64,…",
      "Keys for HMAC-SHA-256 of key texts, at least 16 bytes each; the first is current.",
      true),
  /** Whom we believe. */
  TRUSTED_PROXIES(
      "",
      "addresses, CIDR blocks",
      "Proxies whose client address header is believed, separated by commas."),
  /** What we believe. */
  CLIENT_ADDRESS_HEADER(
      "X-Forwarded-For",
      "X-Forwarded-For or Forwarded",
      "The one header that trusted proxies put the client's address in."),
  /** How key texts begin. */
  KEY_BRAND("kb", "text", "What the text of every new key begins with."),
  /** How older ones begin. */
  KEY_RETIRED_BRANDS("", "texts", "Earlier brands, still accepted, separated by commas."),
  /** What may stand in key texts. */
  KEY_ENVIRONMENTS("live,test", "texts", "The environments that a key's text may name."),
  /** How old a cached verdict may be. */
  MAX_STALENESS(
      "PT5S",
      "duration",
      "The longest time without a look at the change feed in which memory is believed, PT1S–PT5M."),
  /** How long log rows stay. */
  LOG_RETENTION(
      "P90D",
      "duration",
      "How long rows of the request log are kept, unless their company has a rule of its own,"
          + " PT1H–P36500D; the same on all nodes."),
  /** Who we are among the nodes. */
  NODE_NAME(
      "",
      "text",
      "What this server is called in the list of nodes, at most 100 characters; without it, the"
          + " name of the host, where Linux tells it."),
  /** How much of addresses is kept. */
  LOG_ADDRESSES(
      "full",
      "full, truncated or none",
      "What is stored of clients' addresses: all, the base of their /24 or /48 network, or nothing."),
  /** What is secret beside what is known to be. */
  LOG_REDACT(
      "", "names", "Further names of fields to hide in captured payloads, separated by commas."),
  /** How much of payloads is kept. */
  LOG_PAYLOAD_BYTES(
      "16384", "bytes", "How much of a captured payload is kept, 64–1048576; the rest is cut off."),
  /** Where limits are shared. */
  REDIS_URL(
      "",
      "Redis address",
      "redis://host:6379 or, with TLS, rediss://…: nodes share their rate limits over it.",
      true),
  /** What holds without it. */
  REDIS_FAILURE(
      "local",
      "local, deny or allow",
      "While Redis does not answer: each node counts for itself, limits deny, or limits allow."),
  /** What an acknowledged report survives. */
  LOG_DURABILITY(
      "spool",
      "spool or memory",
      "What is logged goes to a spool on the local disk first, and is acknowledged there; or stays in"
          + " memory until it is in the database."),
  /** Where the spool is. */
  LOG_SPOOL("", "path", "The folder of the spool; without it, spool in the data folder."),
  /** Its bound. */
  LOG_SPOOL_BYTES(
      "1073741824",
      "bytes",
      "How much the spool may hold, 1048576–1099511627776; past that, reports are refused."),
  /** Where the log is written beside the database. */
  LOG_FILES(
      "", "path", "A folder in which the log is written as NDJSON too; without it, nowhere else."),
  /** How long its files get. */
  LOG_FILE_BYTES(
      "104857600",
      "bytes",
      "How long such a file gets before the next one begins, 1048576–999999999."),
  /** How many there are. */
  LOG_FILES_KEPT("30", "files", "How many such files are kept, 1–100000."),
  /** How fast it empties. */
  LOG_DRAIN_SHARE(
      "5",
      "percent",
      "The share of the time in which the spool is written to the database when the processors are"
          + " busy otherwise, 1–100; it grows until the spool is half full or a minute behind."),
  /** The command line's. */
  URL("http://127.0.0.1:8787", "address", "Where the command line finds the server."),
  /** The command line's. */
  KEY("", "key", "The key that the command line shows.", true),
  /** The start script's. */
  JAVA_OPTS("", "options", "Further options of the Java virtual machine; read by ./keybearer."),
  /** The start script's. */
  MAVEN_REPO("", "path", "Another local Maven repository; read by ./keybearer and ./test.");

  /** What every name begins with. */
  public static final String PREFIX = "KEYBEARER_";

  private final String standard;
  private final String unit;
  private final String description;
  private final boolean secret;

  Setting(String standard, String unit, String description) {
    this(standard, unit, description, false);
  }

  Setting(String standard, String unit, String description, boolean secret) {
    this.standard = standard;
    this.unit = unit;
    this.description = description;
    this.secret = secret;
  }

  /** The name in the environment and in the file: {@code KEYBEARER_PORT}. */
  public String variable() {
    return PREFIX + name();
  }

  /** What holds when nothing is said; empty for none. */
  public String standard() {
    return standard;
  }

  /** The unit or form of its value. */
  public String unit() {
    return unit;
  }

  /** What it means, one line of English. */
  public String description() {
    return description;
  }

  /** Whether its value must never be shown. */
  public boolean secret() {
    return secret;
  }

  /** Finds the setting with this name in the environment, or nothing. */
  public static Optional<Setting> named(String variable) {
    return Arrays.stream(values())
        .filter(setting -> setting.variable().equals(variable))
        .findAny();
  }
}
