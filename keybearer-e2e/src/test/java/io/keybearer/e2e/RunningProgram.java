package io.keybearer.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A program that serves until it is ended, and what it prints. */
final class RunningProgram implements AutoCloseable {
  /** The key of a company. */
  static final Pattern SERVICE_KEY =
      Pattern.compile("\\b(kb_s_[0-9A-Za-z]{12}_[0-9A-Za-z]{49})\\b");

  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private boolean over;

  private RunningProgram(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "program-output");
    reader.setDaemon(true);
    reader.start();
  }

  static RunningProgram start(Shell shell, String command) {
    try {
      return new RunningProgram(shell.start(command).redirectErrorStream(true).start());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The first group of what it prints that has this form, once it has. */
  synchronized String shown(Pattern form) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    try {
      while (true) {
        for (String line : lines) {
          Matcher found = form.matcher(line);
          if (found.find()) {
            return found.group(1);
          }
        }
        long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        if (over || left <= 0) {
          throw new AssertionError("never shown: " + form + " in\n" + String.join("\n", lines));
        }
        wait(left);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Asks a program for something, with a key or without. */
  static HttpResponse<String> get(String address, @Nullable String key) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    try {
      return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        heard(line);
      }
    } catch (IOException ended) {
      heard(ended.toString());
    }
    ended();
  }

  private synchronized void heard(String line) {
    lines.add(line);
    notifyAll();
  }

  private synchronized void ended() {
    over = true;
    notifyAll();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
