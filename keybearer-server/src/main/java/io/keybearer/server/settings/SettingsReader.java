package io.keybearer.server.settings;

import io.keybearer.limit.redis.FailurePolicy;
import io.keybearer.limit.redis.RedisAddress;
import io.keybearer.log.LogRetention;
import io.keybearer.log.LogSpool;
import io.keybearer.policy.AddressDetail;
import io.keybearer.policy.AddressRange;
import io.keybearer.policy.AllowedAddresses;
import io.keybearer.policy.ClientAddressResolver;
import io.keybearer.policy.ForwardingHeader;
import io.keybearer.problem.KeybearerException;
import io.keybearer.redact.Redactor;
import io.keybearer.secret.Peppers;
import io.keybearer.server.sink.LogFiles;
import io.keybearer.token.KeyBrand;
import io.keybearer.token.KeyFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns texts into settings, and gathers everything that is wrong before it gives up. */
final class SettingsReader {
  static final String POSTGRESQL = "jdbc:postgresql:";
  static final String SQLITE = "jdbc:sqlite:";

  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
  private static final int LONGEST_NAME = 100;
  private static final int LEAST_FILE = 1024 * 1024;
  private static final int GREATEST_FILE = 999_999_999;
  private static final int MOST_FILES = 100_000;
  private static final Duration LEAST_STALENESS = Duration.ofSeconds(1);

  private final SettingValues values;

  SettingsReader(SettingValues values) {
    this.values = values;
  }

  Settings read() {
    Path data = read(Setting.DATA, SettingsReader::path, Path.of("."));
    Settings settings = new Settings(
        values.text(Setting.HOST),
        number(Setting.PORT, 0, 65_535),
        data,
        database(data),
        optional(Setting.BOOTSTRAP_KEY_FILE, SettingsReader::path),
        read(Setting.PEPPER, Peppers::parse, Peppers.none()),
        clientAddress(),
        keyFormat(),
        read(
            Setting.MAX_STALENESS, text -> duration(text, "PT5S", "PT1S", "PT5M"), LEAST_STALENESS),
        read(
            Setting.LOG_RETENTION,
            text -> duration(text, "P90D", "PT1H", "P36500D"),
            LogRetention.DEFAULT),
        read(Setting.NODE_NAME, SettingsReader::nodeName, ""),
        new Settings.Content(
            read(Setting.LOG_ADDRESSES, SettingsReader::addressDetail, AddressDetail.NONE),
            read(Setting.LOG_REDACT, SettingsReader::list, List.of()),
            number(
                Setting.LOG_PAYLOAD_BYTES,
                Redactor.LEAST_MOST_BYTES,
                Redactor.GREATEST_MOST_BYTES)),
        redis(),
        logSpool(data),
        logFiles());
    if (!values.problems().isEmpty()) {
      throw new UnreadableSettingsException(values.problems());
    }
    return settings;
  }

  private Settings.Database database(Path data) {
    String url = values.text(Setting.DATABASE_URL);
    if (url.isEmpty()) {
      url = SQLITE + data.resolve("keybearer.db");
    } else if (!url.startsWith(POSTGRESQL) && !url.startsWith(SQLITE)) {
      values.problem(
          Setting.DATABASE_URL,
          "expected an address that begins with jdbc:sqlite: or jdbc:postgresql://");
    } else if (url.contains("password=")) {
      values.problem(
          Setting.DATABASE_URL, "expected no password here; set KEYBEARER_DATABASE_PASSWORD");
    }
    return new Settings.Database(
        url,
        optional(Setting.DATABASE_USER, Function.identity()),
        optional(Setting.DATABASE_PASSWORD, Function.identity()),
        number(Setting.DATABASE_CONNECTIONS, 1, 200),
        read(Setting.MIGRATE, SettingsReader::flag, true));
  }

  private Settings.@Nullable Redis redis() {
    FailurePolicy policy =
        read(Setting.REDIS_FAILURE, SettingsReader::failurePolicy, FailurePolicy.LOCAL);
    RedisAddress address = optional(Setting.REDIS_URL, RedisAddress::parse);
    return address == null ? null : new Settings.Redis(address, policy);
  }

  private @Nullable LogSpool logSpool(Path data) {
    boolean spools = read(Setting.LOG_DURABILITY, SettingsReader::isSpool, false);
    Path folder = optional(Setting.LOG_SPOOL, SettingsReader::path);
    long bytes = read(Setting.LOG_SPOOL_BYTES, SettingsReader::bytes, LogSpool.DEFAULT_BYTES);
    int percent = number(Setting.LOG_DRAIN_SHARE, 1, 100);
    return spools
        ? new LogSpool(folder == null ? data.resolve("spool") : folder, bytes, percent / 100.0)
        : null;
  }

  private LogFiles.@Nullable Terms logFiles() {
    Path folder = optional(Setting.LOG_FILES, SettingsReader::path);
    int bytes = number(Setting.LOG_FILE_BYTES, LEAST_FILE, GREATEST_FILE);
    int kept = number(Setting.LOG_FILES_KEPT, 1, MOST_FILES);
    return folder == null ? null : new LogFiles.Terms(folder, bytes, kept);
  }

  private ClientAddressResolver clientAddress() {
    return new ClientAddressResolver(
        read(
            Setting.CLIENT_ADDRESS_HEADER,
            SettingsReader::header,
            ForwardingHeader.X_FORWARDED_FOR),
        optional(Setting.TRUSTED_PROXIES, SettingsReader::proxies));
  }

  private KeyFormat keyFormat() {
    KeyFormat standard = new KeyFormat(KeyBrand.DEFAULT);
    KeyBrand brand = read(Setting.KEY_BRAND, KeyBrand::new, KeyBrand.DEFAULT);
    List<KeyBrand> retired = read(
        Setting.KEY_RETIRED_BRANDS,
        text -> list(text).stream().map(KeyBrand::new).toList(),
        List.of());
    return read(
        Setting.KEY_ENVIRONMENTS,
        text -> new KeyFormat(brand, retired, new HashSet<>(list(text))),
        standard);
  }

  private int number(Setting setting, int least, int most) {
    return read(
        setting,
        text -> {
          if (text.matches("\\d{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
              return number;
            }
          }
          throw new IllegalArgumentException(
              "expected a whole number from " + least + " to " + most + ", got " + text);
        },
        least);
  }

  private <T> @Nullable T optional(Setting setting, Function<String, T> form) {
    String text = values.text(setting);
    return text.isEmpty() ? null : readOrNull(setting, form);
  }

  private <T> T read(Setting setting, Function<String, T> form, T instead) {
    T value = readOrNull(setting, form);
    return value == null ? instead : value;
  }

  /** A parser's message may be shown for what is no secret; secret ones never repeat their text. */
  private <T> @Nullable T readOrNull(Setting setting, Function<String, T> form) {
    try {
      return form.apply(values.text(setting));
    } catch (IllegalArgumentException | KeybearerException wrong) {
      values.problem(setting, String.valueOf(wrong.getMessage()));
      return null;
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException wrong) {
      throw new IllegalArgumentException("expected a path", wrong);
    }
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("expected true or false, got " + text);
    };
  }

  private static boolean isSpool(String text) {
    return switch (text) {
      case "spool" -> true;
      case "memory" -> false;
      default -> throw new IllegalArgumentException("expected spool or memory, got " + text);
    };
  }

  private static long bytes(String text) {
    if (text.matches("\\d{1,13}")) {
      long bytes = Long.parseLong(text);
      if (bytes >= LogSpool.LEAST_BYTES && bytes <= LogSpool.MOST_BYTES) {
        return bytes;
      }
    }
    throw new IllegalArgumentException(
        "expected " + LogSpool.LEAST_BYTES + " to " + LogSpool.MOST_BYTES + " bytes, got " + text);
  }

  private static AllowedAddresses proxies(String text) {
    return new AllowedAddresses(list(text).stream().map(AddressRange::parse).toList());
  }

  private static ForwardingHeader header(String text) {
    return ForwardingHeader.fromHeaderName(text)
        .orElseThrow(() ->
            new IllegalArgumentException("expected X-Forwarded-For or Forwarded, got " + text));
  }

  private static AddressDetail addressDetail(String text) {
    return AddressDetail.fromWireName(text)
        .orElseThrow(
            () -> new IllegalArgumentException("expected full, truncated or none, got " + text));
  }

  private static FailurePolicy failurePolicy(String text) {
    return FailurePolicy.fromWireName(text)
        .orElseThrow(
            () -> new IllegalArgumentException("expected local, deny or allow, got " + text));
  }

  private static Duration duration(String text, String example, String least, String most) {
    String range = "from " + least + " to " + most + ", got " + text;
    try {
      Duration duration = Duration.parse(text);
      if (duration.compareTo(Duration.parse(least)) >= 0
          && duration.compareTo(Duration.parse(most)) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException wrong) {
      throw new IllegalArgumentException(
          "expected a duration such as " + example + ", " + range, wrong);
    }
    throw new IllegalArgumentException("expected a duration " + range);
  }

  private static String nodeName(String text) {
    String name = text.isEmpty() ? hostName() : text;
    if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "expected at most " + LONGEST_NAME + " characters, none of them a control character");
    }
    return name;
  }

  /** From the kernel, since to ask a name service could take long. */
  private static String hostName() {
    try {
      return Files.readString(HOST_NAME).strip();
    } catch (IOException untold) {
      return "";
    }
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }
}
