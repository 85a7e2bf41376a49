package io.keybearer.server.rest;

import io.keybearer.key.Caller;
import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.server.http.Answer;
import io.keybearer.server.http.Call;
import io.keybearer.server.http.Handler;
import io.keybearer.server.json.JsonWriter;
import io.keybearer.server.problem.ProblemDocument;
import io.keybearer.verification.Verification;
import io.keybearer.verification.VerificationRequest;
import io.keybearer.verification.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verifications of one call. What is in memory is answered on the event loop, what is not on one
 * thread that may wait, its keys read together, so that a slow database holds up no other requests.
 *
 * <p>An item that cannot be answered does not take back what others have been told and charged: it
 * is a problem in its place. Once the store has not answered, it is not asked again for the rest.
 */
final class VerificationBatch implements Handler {
  private static final Logger LOG = LoggerFactory.getLogger(VerificationBatch.class);

  private final Verifier verifier;
  private final List<VerificationRequest> requests;
  private final List<@Nullable Item> items = new ArrayList<>();

  VerificationBatch(Verifier verifier, List<VerificationRequest> requests) {
    this.verifier = verifier;
    this.requests = List.copyOf(requests);
  }

  /** What there is to say of one request: a verdict, or why there is none. */
  private sealed interface Item {
    void write(Locale locale, JsonWriter json);
  }

  private record Answered(Verification verdict) implements Item {
    @Override
    public void write(Locale locale, JsonWriter json) {
      VerifyRoute.write(verdict, json);
    }
  }

  private record Unanswered(ProblemDocument problem) implements Item {
    @Override
    public void write(Locale locale, JsonWriter json) {
      json.object("problem", inner -> problem.writePart(locale, inner));
    }
  }

  @Override
  public @Nullable Answer answerAtOnce(Call call) {
    boolean complete = true;
    for (int i = 0; i < requests.size(); i++) {
      Item item = fromMemory(call.holder(), i);
      items.add(item);
      complete &= item != null;
    }
    return complete ? written(call.locale()) : null;
  }

  private @Nullable Item fromMemory(Caller caller, int index) {
    try {
      return verifier
          .verifyFromMemory(caller, requests.get(index))
          .map(Answered::new)
          .orElse(null);
    } catch (KeybearerException wrong) {
      return unanswered(wrong, index);
    }
  }

  @Override
  public Answer answer(Call call) {
    try {
      verifier.readAhead(left());
      for (int i = 0; i < items.size(); i++) {
        if (items.get(i) == null) {
          items.set(i, fromStore(call.holder(), i));
        }
      }
    } catch (StoreUnavailableException down) {
      return answerWithoutStore(call, down);
    }
    return written(call.locale());
  }

  private List<VerificationRequest> left() {
    return IntStream.range(0, items.size())
        .filter(i -> items.get(i) == null)
        .mapToObj(requests::get)
        .toList();
  }

  /** Where nothing was answered, nothing was charged either, and the whole may be sent again. */
  @Override
  public Answer answerWithoutStore(Call call, KeybearerException why) {
    if (items.stream().noneMatch(Answered.class::isInstance)) {
      throw why;
    }
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) == null) {
        items.set(i, unanswered(why, i));
      }
    }
    LOG.warn("a part of a batch of verifications was not answered: {}", reason(why));
    return written(call.locale());
  }

  /** What a driver says may hold values, so only the kind of its failure is told. */
  private static String reason(KeybearerException why) {
    Throwable cause = why.getCause();
    return cause == null ? why.code().name() : cause.getClass().getSimpleName();
  }

  private Item fromStore(Caller caller, int index) {
    try {
      return new Answered(verifier.verify(caller, requests.get(index)));
    } catch (StoreUnavailableException down) {
      throw down;
    } catch (KeybearerException wrong) {
      return unanswered(wrong, index);
    }
  }

  private static Item unanswered(KeybearerException problem, int index) {
    return new Unanswered(ProblemDocument.of(problem).under("items[" + index + "]"));
  }

  private Answer written(Locale locale) {
    return Answer.json(
        200,
        JsonWriter.object(
            json -> json.objects("items", items, (item, entry) -> item.write(locale, entry))));
  }
}
