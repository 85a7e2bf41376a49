package io.keybearer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.Keybearer;
import io.keybearer.RequestLog.Reported;
import io.keybearer.key.Caller;
import io.keybearer.key.CompanyId;
import io.keybearer.lifecycle.CompanyDraft;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.log.LogId;
import io.keybearer.log.LogReport;
import io.keybearer.log.SpoolStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is acknowledged to a log with a spool is kept, whatever becomes of process and database. */
class SpoolTest {
  /** 200 are promised; as many as an everyday run has time for. {@code -Dkeybearer.kills=200}. */
  private static final int KILLS = Integer.getInteger("keybearer.kills", 24);

  /** A minute is promised; no longer than it takes, unless {@code -Dkeybearer.outage=60}. */
  private static final int OUTAGE_SECONDS = Integer.getInteger("keybearer.outage", 0);

  private static final int LONGEST_LIFE_MILLIS = 600;

  @TempDir
  private Path folder;

  @Test
  void losesNothingAcknowledgedAndWritesNothingTwiceWhenItsProcessIsKilledOnSqlite()
      throws Exception {
    killAgainAndAgain(folder.resolve("data").toString(), KILLS);
  }

  @Test
  void losesNothingAcknowledgedAndWritesNothingTwiceWhenItsProcessIsKilledOnPostgresql()
      throws Exception {
    killAgainAndAgain(Databases.postgresql(), Math.max(1, KILLS / 4));
  }

  @Test
  void keepsWhatIsLoggedWhileTheDatabaseIsGoneAndGoesOnByItself() {
    String database = Databases.postgresql();
    try (TcpProxy line = TcpProxy.to(Databases.port(database));
        Keybearer keybearer = SpoolingProcess.open(
            Databases.over(database, line),
            folder.resolve("spool"),
            Duration.ofSeconds(OUTAGE_SECONDS + 5L))) {
      IssuedKey key = issue(keybearer);
      List<LogId> verified = new ArrayList<>();
      List<CompletableFuture<List<Reported>>> reports = new ArrayList<>();
      load(keybearer, key, 500, verified, reports);
      line.cut();
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(OUTAGE_SECONDS);
      do {
        load(keybearer, key, 2_000, verified, reports);
        reports.get(reports.size() - 1).join();
        LockSupport.parkNanos(OUTAGE_SECONDS * 1_000_000L);
      } while (System.nanoTime() < until);
      // Acknowledged, though no database is there to have it.
      reports.forEach(report -> assertThat(report.join()).allMatch(Reported::written));
      assertThat(spool(keybearer).waitingBytes()).isPositive();
      assertThat(LoggedRows.of(database).statuses()).hasSizeLessThan(1_000);
      line.mend();
      await(() -> spool(keybearer).waitingBytes() == 0);
      load(keybearer, key, 500, verified, reports);
      reports.forEach(report -> assertThat(report.join()).allMatch(Reported::written));
      await(() -> spool(keybearer).waitingBytes() == 0);
      LoggedRows rows = LoggedRows.of(database);
      System.out.println("SpoolTest: " + verified.size() + " rows over an outage");
      assertThat(rows.statuses()).hasSize(verified.size()).hasSizeGreaterThanOrEqualTo(3_000);
      assertThat(verified).allMatch(id -> isCompleted(rows, id.toString()));
      assertThat(keybearer.log().writer().dropped()).isZero();
      assertThat(keybearer.log().writer().unapplied()).isZero();
    }
  }

  @Test
  void keepsASpoolFromOtherProcessesAlsoAfterAnotherEngineLookedAtItInThisOne() throws Exception {
    Path spool = folder.resolve("spool");
    String database = folder.resolve("data").toString();
    try (Keybearer keybearer = SpoolingProcess.open(database, spool)) {
      IssuedKey key = issue(keybearer);
      List<Path> own = inside(spool);
      assertThat(own).hasSize(1);
      try (Keybearer beside = SpoolingProcess.open(database, spool)) {
        assertThat(spool(beside).takes()).isTrue();
        assertThat(inside(spool)).hasSize(2).containsAll(own);
      }
      assertThat(untilKilled(database, spool, key, 100)).isNotEmpty();
      assertThat(untilKilled(database, spool, key, 100)).isNotEmpty();
      assertThat(inside(spool)).hasSize(2).containsAll(own);
    }
    try (Keybearer last = SpoolingProcess.open(database, spool)) {
      await(() -> spool(last).waitingBytes() == 0);
    }
    assertThat(spool).isEmptyDirectory();
  }

  private static List<Path> inside(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.toList();
    }
  }

  private void killAgainAndAgain(String database, int kills) throws Exception {
    Path spool = folder.resolve("spool");
    IssuedKey key;
    try (Keybearer keybearer = SpoolingProcess.open(database, spool)) {
      key = issue(keybearer);
    }
    long seed = new Random().nextLong();
    System.out.println("SpoolTest: seed " + seed + ", " + kills + " kills");
    Random random = new Random(seed);
    Set<String> acknowledged = new HashSet<>();
    for (int i = 0; i < kills; i++) {
      acknowledged.addAll(untilKilled(database, spool, key, random.nextInt(LONGEST_LIFE_MILLIS)));
    }
    try (Keybearer keybearer = SpoolingProcess.open(database, spool)) {
      await(() -> spool(keybearer).waitingBytes() == 0);
      assertThat(spool(keybearer).damaged()).isZero();
    }
    LoggedRows rows = LoggedRows.of(database);
    System.out.println("SpoolTest: " + acknowledged.size() + " acknowledged, "
        + rows.statuses().size() + " in the database");
    assertThat(acknowledged).hasSizeGreaterThan(2 * kills).allMatch(id -> isCompleted(rows, id));
    assertThat(rows.repeated()).isEmpty();
    assertThat(spool).isEmptyDirectory();
  }

  private static boolean isCompleted(LoggedRows rows, String id) {
    Integer status = rows.status(id);
    return status != null
        && (status == SpoolingProcess.COMPLETED || status == SpoolingProcess.MADE);
  }

  /** Starts a process, kills it some time after its first acknowledgement, and says what it printed. */
  private static List<String> untilKilled(String database, Path spool, IssuedKey key, int millis)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            SpoolingProcess.class.getName(),
            database,
            spool.toString(),
            key.text().reveal(),
            key.key().id().toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      String first = output.readLine();
      assertThat(first).as("the first acknowledged row").isNotNull();
      lines.add(first);
      CompletableFuture<Void> killing = CompletableFuture.runAsync(
          () -> process.toHandle().destroyForcibly(),
          CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
      }
      killing.join();
    }
    process.waitFor();
    // The last line may be torn.
    lines.removeIf(line -> LogId.parse(line).isEmpty());
    return lines;
  }

  private static IssuedKey issue(Keybearer keybearer) {
    CompanyId acme = keybearer
        .administration()
        .companies()
        .create(CompanyDraft.of("acme", "Acme"))
        .id();
    return keybearer.administration().keys().issue(KeyDraft.service(acme, "logged"));
  }

  private static void load(
      Keybearer keybearer,
      IssuedKey key,
      int count,
      List<LogId> verified,
      List<CompletableFuture<List<Reported>>> reports) {
    for (int i = 0; i < count; i++) {
      LogId id = SpoolingProcess.verified(keybearer, key.text().reveal());
      verified.add(id);
      reports.add(keybearer
          .log()
          .report(
              Caller.application(),
              List.of(new LogReport.OfVerification(id, SpoolingProcess.COMPLETED, 1.5))));
    }
  }

  private static SpoolStatus spool(Keybearer keybearer) {
    return keybearer.log().writer().spool().orElseThrow();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
