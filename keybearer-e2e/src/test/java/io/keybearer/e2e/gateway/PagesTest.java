package io.keybearer.e2e.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.extensions.access_loggers.grpc.v3.HttpGrpcAccessLogConfig;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.ExtAuthz;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages show the files that the tests run, or read. */
final class PagesTest {
  private static final Path EXAMPLES = GatewayProcess.examples();

  @ParameterizedTest
  @CsvSource({
    "nginx.md, nginx/nginx.conf",
    "nginx.md, nginx/keybearer-check.conf",
    "caddy.md, caddy/Caddyfile",
    "traefik.md, traefik/dynamic.yaml",
    "envoy.md, envoy/envoy.yaml",
    "envoy.md, envoy/ext-authz-http.yaml"
  })
  void thePageShowsTheWholeFile(String page, String file) throws IOException {
    String shown = Files.readString(EXAMPLES.resolve("../../docs/gateways").resolve(page));
    assertThat(shown).contains("\n" + Files.readString(EXAMPLES.resolve(file)) + "```\n");
  }

  @Test
  void envoysDefinitionsReadItsFiles() throws IOException {
    Bootstrap.Builder whole = Bootstrap.newBuilder();
    read("envoy/envoy.yaml", whole);
    assertThat(whole.getStaticResources().getClustersCount()).isEqualTo(2);
    HttpFilter.Builder filter = HttpFilter.newBuilder();
    read("envoy/ext-authz-http.yaml", filter);
    ExtAuthz overHttp = filter.getTypedConfig().unpack(ExtAuthz.class);
    assertThat(overHttp.getHttpService().getPathPrefix()).isEqualTo("/gateway/envoy");
    assertThat(overHttp.getFailureModeAllow()).isFalse();
  }

  private static void read(String file, Message.Builder into) throws IOException {
    String json = new ObjectMapper()
        .writeValueAsString(
            new ObjectMapper(new YAMLFactory()).readTree(EXAMPLES.resolve(file).toFile()));
    JsonFormat.parser()
        .usingTypeRegistry(TypeRegistry.newBuilder()
            .add(ExtAuthz.getDescriptor())
            .add(ExtAuthzPerRoute.getDescriptor())
            .add(HttpConnectionManager.getDescriptor())
            .add(HttpGrpcAccessLogConfig.getDescriptor())
            .add(HttpProtocolOptions.getDescriptor())
            .add(Router.getDescriptor())
            .build())
        .merge(json, into);
  }
}
