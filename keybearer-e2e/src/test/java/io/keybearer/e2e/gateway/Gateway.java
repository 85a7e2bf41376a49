package io.keybearer.e2e.gateway;

import io.keybearer.e2e.gateway.GatewayProcess.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The gateways of this machine, each as its example sets it up. */
enum Gateway {
  NGINX("nginx") {
    @Override
    List<String> prepare(Path example, Place place) throws IOException {
      String folder = place.folder().toString();
      String configuration = Files.readString(example.resolve("nginx.conf"))
          .replace("/run/nginx.pid", folder + "/nginx.pid")
          .replace("/var/log/nginx", folder)
          .replace("listen 8080", "listen 127.0.0.1:" + place.port())
          .replace("127.0.0.1:8787", "127.0.0.1:" + place.keybearer())
          .replace("127.0.0.1:9000", "127.0.0.1:" + place.service())
          .replace("http {", "http {" + temporaryFolders(folder));
      String check = Files.readString(example.resolve("keybearer-check.conf"))
          .replace("kb_s_the_key_of_this_gateway", place.gatewayKey());
      if (place.opens()) {
        List<String> opening = shown("nginx", "nginx");
        check += opening.get(2);
        configuration = configuration.replace("    location / {", opening.get(3) + "location / {");
      }
      Files.writeString(place.folder().resolve("nginx.conf"), configuration);
      Files.writeString(place.folder().resolve("keybearer-check.conf"), check);
      return List.of(
          program("nginx", "/usr/sbin/nginx"),
          "-p",
          folder,
          "-e",
          folder + "/error.log",
          "-c",
          folder + "/nginx.conf",
          "-g",
          "daemon off;" + (place.asRoot() ? " user root;" : ""));
    }

    @Override
    String accessLog() {
      return "keybearer.ndjson";
    }
  },
  CADDY("caddy") {
    @Override
    List<String> prepare(Path example, Place place) throws IOException {
      String configuration = Files.readString(example.resolve("Caddyfile"))
          .replace("/var/log/caddy", place.folder().toString())
          .replace("http://:8080", "http://127.0.0.1:" + place.port())
          .replace("127.0.0.1:8787", "127.0.0.1:" + place.keybearer())
          .replace("127.0.0.1:9000", "127.0.0.1:" + place.service());
      if (place.opens()) {
        String opening = shown("caddy", "caddyfile")
            .get(1)
            .replace("127.0.0.1:9000", "127.0.0.1:" + place.service());
        int errors = configuration.indexOf("\thandle_errors {");
        configuration = configuration.substring(0, errors) + opening + "}\n";
      }
      Path file = place.folder().resolve("Caddyfile");
      Files.writeString(file, configuration);
      return List.of(
          program("caddy", "/usr/bin/caddy"),
          "run",
          "--adapter",
          "caddyfile",
          "--config",
          file.toString());
    }

    @Override
    String accessLog() {
      return "keybearer.json";
    }
  };

  private final String example;

  Gateway(String example) {
    this.example = example;
  }

  /** Its example's name. */
  String example() {
    return example;
  }

  /** Writes its configuration for a place, and says how it is started. */
  abstract List<String> prepare(Path example, Place place) throws IOException;

  /** The file of its access log. */
  abstract String accessLog();

  /** Its environment. */
  Map<String, String> environment(Place place) {
    String folder = place.folder().toString();
    return Map.of(
        "KEYBEARER_GATEWAY", place.gatewayKey(),
        "HOME", folder,
        "XDG_DATA_HOME", folder,
        "XDG_CONFIG_HOME", folder);
  }

  /** What stands in the blocks of its page that are of this language. */
  private static List<String> shown(String page, String language) throws IOException {
    String text =
        Files.readString(GatewayProcess.examples().resolve("../../docs/gateways/" + page + ".md"));
    return Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
        .matcher(text)
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  private static String temporaryFolders(String folder) {
    List<String> lines = new ArrayList<>();
    for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
      lines.add(kind + "_temp_path " + folder + "/" + kind + ";");
    }
    return String.join(" ", lines);
  }

  private static String program(String name, String usual) {
    for (String folder : (System.getenv("PATH") + ":/usr/sbin").split(":", -1)) {
      Path file = Path.of(folder.isEmpty() ? "." : folder, name);
      if (Files.isExecutable(file)) {
        return file.toString();
      }
    }
    throw new AssertionError(
        "expected " + usual
            + "; install it (apt-get install nginx-light caddy), or let ./test without arguments do so");
  }
}
