package io.keybearer.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body is copied as the application reads it, and no further than it does. What the
 * container reads to find the parameters of a form is told from those.
 */
final class CapturedRequest extends HttpServletRequestWrapper {
  private final HttpServletResponse onward;
  private final boolean kept;
  private final BodyCopy body;
  private final @Nullable String type;
  private final @Nullable String encoding;
  private final long announced;
  private final int most;
  private @Nullable ServletInputStream stream;
  private @Nullable BufferedReader reader;
  private volatile @Nullable String charset;
  private volatile @Nullable String form;

  /**
   * Makes one.
   *
   * @param onward the answer that goes with it, also where the application goes on asynchronously
   * @param kept whether the body is taken
   * @param most how many bytes of it
   */
  CapturedRequest(HttpServletRequest request, HttpServletResponse onward, boolean kept, int most) {
    super(request);
    this.onward = onward;
    this.kept = kept;
    this.most = kept ? most : 0;
    body = new BodyCopy(this.most);
    type = request.getContentType();
    encoding = request.getHeader("Content-Encoding");
    announced = request.getContentLengthLong();
    charset = request.getCharacterEncoding();
  }

  /** What was read of the body; null when nothing was. */
  @Nullable
  String data() {
    if (!kept) {
      return null;
    }
    if (body.length() > 0) {
      return body.text(type, encoding, charset);
    }
    if (form != null) {
      return form;
    }
    return announced > 0 && !BodyCopy.isText(type) ? BodyCopy.note(type, announced) : null;
  }

  /** With this request and its answer, as the application has them, not with those behind. */
  @Override
  public AsyncContext startAsync() {
    return startAsync(this, onward);
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    if (reader != null) {
      throw new IllegalStateException("the reader has been asked for");
    }
    if (stream == null) {
      charset = getCharacterEncoding();
      stream = new Copying(super.getInputStream(), body);
    }
    return stream;
  }

  @Override
  public BufferedReader getReader() throws IOException {
    if (reader == null) {
      if (stream != null) {
        throw new IllegalStateException("the stream has been asked for");
      }
      charset = getCharacterEncoding();
      String name = charset == null ? StandardCharsets.ISO_8859_1.name() : charset;
      ServletInputStream copying = new Copying(super.getInputStream(), body);
      reader = new BufferedReader(new InputStreamReader(copying, name));
    }
    return reader;
  }

  @Override
  public @Nullable String getParameter(String name) {
    String value = super.getParameter(name);
    noteForm();
    return value;
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    Map<String, String[]> values = super.getParameterMap();
    noteForm();
    return values;
  }

  @Override
  public Enumeration<String> getParameterNames() {
    Enumeration<String> names = super.getParameterNames();
    noteForm();
    return names;
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    String[] values = super.getParameterValues(name);
    noteForm();
    return values;
  }

  /** The parameters, as a form holds them; among them are those of the query. */
  private void noteForm() {
    boolean isForm = type != null && type.startsWith("application/x-www-form-urlencoded");
    if (!kept || !isForm || form != null || stream != null || reader != null) {
      return;
    }
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String[]> parameter : super.getParameterMap().entrySet()) {
      for (String value : parameter.getValue()) {
        if (text.length() < most) {
          text.append(text.isEmpty() ? "" : "&").append(encoded(parameter.getKey()));
          text.append('=').append(encoded(value));
        }
      }
    }
    form = text.length() <= most
        ? text.toString()
        : text.substring(0, most) + "…[cut, " + Math.max(text.length(), announced) + " bytes]";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Passes on what it reads, and copies it. */
  private static final class Copying extends ServletInputStream {
    private final ServletInputStream from;
    private final BodyCopy copy;

    Copying(ServletInputStream from, BodyCopy copy) {
      this.from = from;
      this.copy = copy;
    }

    @Override
    public int read() throws IOException {
      int b = from.read();
      if (b >= 0) {
        copy.add(b);
      }
      return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int most) throws IOException {
      int count = from.read(bytes, offset, most);
      if (count > 0) {
        copy.add(bytes, offset, count);
      }
      return count;
    }

    @Override
    public int available() throws IOException {
      return from.available();
    }

    @Override
    public boolean isFinished() {
      return from.isFinished();
    }

    @Override
    public boolean isReady() {
      return from.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      from.setReadListener(listener);
    }

    @Override
    public void close() throws IOException {
      from.close();
    }
  }
}
