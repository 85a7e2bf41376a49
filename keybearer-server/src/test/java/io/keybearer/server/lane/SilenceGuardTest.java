package io.keybearer.server.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SilenceGuardTest {
  private final EmbeddedChannel channel = new EmbeddedChannel(new SilenceGuard(60));

  private void pass(int seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
  }

  @Test
  void closesWhatIsSilent() {
    channel.freezeTime();
    pass(61);
    assertThat(channel.isOpen()).isTrue();
    pass(60);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void keepsWhatIsReadOrWritten() {
    channel.freezeTime();
    for (int i = 0; i < 5; i++) {
      pass(60);
      channel.writeInbound(Unpooled.EMPTY_BUFFER);
      pass(60);
      channel.writeOutbound(Unpooled.EMPTY_BUFFER);
    }
    assertThat(channel.isOpen()).isTrue();
    pass(120);
    assertThat(channel.isOpen()).isFalse();
  }
}
