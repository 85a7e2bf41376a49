package io.keybearer.server.settings;

import io.keybearer.limit.redis.FailurePolicy;
import io.keybearer.limit.redis.RedisAddress;
import io.keybearer.log.LogSpool;
import io.keybearer.policy.AddressDetail;
import io.keybearer.policy.ClientAddressResolver;
import io.keybearer.secret.Peppers;
import io.keybearer.server.sink.LogFiles;
import io.keybearer.token.KeyFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the operator has set, read and checked. Prints no secret.
 *
 * @param host the address to listen on
 * @param port the port to listen on, 0 for any free one
 * @param data the folder of the server's own files
 * @param database where keys are kept
 * @param bootstrapKeyFile where the first key is written; null = printed
 * @param peppers what hashes are keyed with
 * @param clientAddress finds whom a request comes from
 * @param keyFormat how key texts look
 * @param maxStaleness how long memory is believed without a look at the change feed
 * @param logRetention how long rows of the request log are kept, unless their company says
 * @param nodeName what operators call this server among those that share the database
 * @param content what log rows hold
 * @param redis where rate limits are shared; null = nowhere, each node counts for itself
 * @param logSpool where the log goes before it is in the database; null = nowhere
 * @param logFiles the files that it is written to as well; null = none
 */
public record Settings(
    String host,
    int port,
    Path data,
    Database database,
    @Nullable Path bootstrapKeyFile,
    Peppers peppers,
    ClientAddressResolver clientAddress,
    KeyFormat keyFormat,
    Duration maxStaleness,
    Duration logRetention,
    String nodeName,
    Content content,
    @Nullable Redis redis,
    @Nullable LogSpool logSpool,
    LogFiles.@Nullable Terms logFiles) {
  /**
   * Where rate limits are shared.
   *
   * @param address where Redis or Valkey is
   * @param failurePolicy what becomes of limits while it does not answer
   */
  public record Redis(RedisAddress address, FailurePolicy failurePolicy) {}

  /**
   * What log rows hold.
   *
   * @param addresses how much of clients' addresses
   * @param redactedNames further names of fields that are hidden in payloads
   * @param mostPayloadBytes how much of a payload
   */
  public record Content(AddressDetail addresses, List<String> redactedNames, int mostPayloadBytes) {
    /** Copies the names. */
    public Content {
      redactedNames = List.copyOf(redactedNames);
    }
  }

  /**
   * Where keys are kept.
   *
   * @param url a JDBC address of SQLite or PostgreSQL
   * @param user the PostgreSQL role
   * @param password its password
   * @param connections how many connections, and threads that use them
   * @param migrate whether the start brings the schema up to date
   */
  public record Database(
      String url,
      @Nullable String user,
      @Nullable String password,
      int connections,
      boolean migrate) {
    /** Whether the database is PostgreSQL, and SQLite otherwise. */
    public boolean postgresql() {
      return url.startsWith(SettingsReader.POSTGRESQL);
    }

    /** The path of the SQLite file; not to be asked of PostgreSQL. */
    public String sqliteFile() {
      return url.substring(SettingsReader.SQLITE.length());
    }

    @Override
    public String toString() {
      return "Database[connections=" + connections + ", migrate=" + migrate + "]";
    }
  }

  /**
   * Reads the environment, and the file that it names in {@code KEYBEARER_CONFIG}.
   *
   * @throws UnreadableSettingsException naming everything that is wrong
   */
  public static Settings read(Map<String, String> environment) {
    return new SettingsReader(SettingValues.of(environment)).read();
  }
}
