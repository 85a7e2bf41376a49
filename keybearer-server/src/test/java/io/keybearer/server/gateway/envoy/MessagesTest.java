package io.keybearer.server.gateway.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is not a message, or a bad one, is refused and nothing else. */
class MessagesTest {
  private static byte[] request() {
    return ProtoWriter.message(request -> request.message(1, attributes -> {
      attributes.message(
          1,
          peer -> peer.message(
              1,
              address -> address.message(1, socket -> {
                socket.text(2, "203.0.113.7");
                socket.number(3, 4711);
              })));
      attributes.message(
          4,
          inner -> inner.message(2, http -> {
            http.text(2, "GET");
            http.message(3, header -> {
              header.text(1, "X-API-Key");
              header.text(2, "kb");
            });
            http.text(4, "/orders/7?x");
            http.message(
                13,
                map -> map.message(1, header -> {
                  header.text(1, "referer");
                  header.bytes(3, "https://a/é".getBytes(StandardCharsets.ISO_8859_1));
                }));
            http.number(9, 1L << 40);
          }));
      attributes.message(10, entry -> {
        entry.text(1, "scope");
        entry.text(2, "write");
      });
    }));
  }

  @Test
  void readsWhatARequestTells() {
    EnvoyRequest request = EnvoyRequest.read(request());

    assertThat(request.source()).isEqualTo("203.0.113.7");
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.path()).isEqualTo("/orders/7?x");
    assertThat(request.headers())
        .containsEntry("x-api-key", List.of("kb"))
        .containsEntry("referer", List.of("https://a/é"));
    assertThat(request.extensions()).containsEntry("scope", "write");
  }

  @Test
  void refusesEveryBeginningOfAMessageThatEndsWithinAField() {
    byte[] whole = request();
    int refused = 0;
    for (int length = 1; length < whole.length; length++) {
      try {
        EnvoyRequest.read(Arrays.copyOf(whole, length));
      } catch (MalformedMessageException malformed) {
        refused++;
      }
    }
    assertThat(refused).isEqualTo(whole.length - 1);
  }

  @Test
  void noBytesDoMoreThanBeingRefused() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = i % 2 == 0 ? request() : new byte[random.nextInt(200)];
      if (i % 2 == 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      } else {
        random.nextBytes(bytes);
      }
      try {
        EnvoyRequest.read(bytes);
        AccessLogMessage.read(bytes);
      } catch (MalformedMessageException refused) {
        assertThat(refused).as("seed %d", seed).hasNoCause();
      }
    }
  }

  @Test
  void refusesTextThatIsNoUtf8AndLengthsBeyondTheEnd() {
    byte[] noText = {0x0a, 0x01, (byte) 0xff};
    assertThatThrownBy(() -> first(noText).text()).isInstanceOf(MalformedMessageException.class);
    byte[] tooLong = {0x0a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07};
    assertThatThrownBy(() -> first(tooLong).text()).isInstanceOf(MalformedMessageException.class);
    byte[] endless = new byte[20];
    Arrays.fill(endless, (byte) 0xff);
    assertThatThrownBy(() -> first(endless)).isInstanceOf(MalformedMessageException.class);
  }

  private static ProtoReader first(byte[] bytes) {
    ProtoReader reader = new ProtoReader(bytes);
    assertThat(reader.next()).isTrue();
    return reader;
  }

  @Test
  void framesComeInAnyPieces() {
    Buffer stream = GrpcFrames.framed(new byte[] {1, 2, 3})
        .appendBuffer(GrpcFrames.framed(new byte[0]))
        .appendBuffer(GrpcFrames.framed(new byte[] {4}));
    for (int piece = 1; piece <= stream.length(); piece++) {
      List<byte[]> messages = new ArrayList<>();
      GrpcFrames frames = new GrpcFrames(10, messages::add);
      for (int at = 0; at < stream.length(); at += piece) {
        frames.take(stream.getBuffer(at, Math.min(stream.length(), at + piece)));
      }
      assertThat(frames.isWhole()).isTrue();
      assertThat(messages).containsExactly(new byte[] {1, 2, 3}, new byte[0], new byte[] {4});
    }
  }

  @Test
  void refusesLongAndCompressedFrames() {
    GrpcFrames frames = new GrpcFrames(2, message -> {});
    assertThatThrownBy(() -> frames.take(Buffer.buffer(new byte[] {0, 0x7f, 0, 0, 0})))
        .isInstanceOfSatisfying(
            GrpcException.class,
            refused -> assertThat(refused.status()).isEqualTo(GrpcException.RESOURCE_EXHAUSTED));
    GrpcFrames others = new GrpcFrames(2, message -> {});
    assertThatThrownBy(() -> others.take(Buffer.buffer(new byte[] {1, 0, 0, 0, 0})))
        .isInstanceOfSatisfying(
            GrpcException.class,
            refused -> assertThat(refused.status()).isEqualTo(GrpcException.UNIMPLEMENTED));
  }
}
