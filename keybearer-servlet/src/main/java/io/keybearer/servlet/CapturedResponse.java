package io.keybearer.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An answer whose body is copied as it is written, and goes on at once. */
final class CapturedResponse extends HttpServletResponseWrapper {
  private final BodyCopy body;
  private @Nullable ServletOutputStream stream;
  private @Nullable PrintWriter writer;
  private volatile boolean written;

  CapturedResponse(HttpServletResponse response, int most) {
    super(response);
    body = new BodyCopy(most);
  }

  /** What was written; null when nothing was. */
  @Nullable
  String data() {
    String charset = written ? StandardCharsets.UTF_8.name() : getCharacterEncoding();
    return body.length() == 0
        ? null
        : body.text(getContentType(), getHeader("Content-Encoding"), charset);
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    if (stream == null) {
      stream = new Copying(super.getOutputStream(), body);
    }
    return stream;
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    if (writer == null) {
      writer = new PrintWriter(new CopyingWriter(super.getWriter(), body));
      written = true;
    }
    return writer;
  }

  @Override
  public void reset() {
    super.reset();
    body.clear();
    stream = null;
    writer = null;
    written = false;
  }

  @Override
  public void resetBuffer() {
    super.resetBuffer();
    body.clear();
  }

  /** Passes on what is written, and copies it. */
  private static final class Copying extends ServletOutputStream {
    private final ServletOutputStream to;
    private final BodyCopy copy;

    Copying(ServletOutputStream to, BodyCopy copy) {
      this.to = to;
      this.copy = copy;
    }

    @Override
    public void write(int b) throws IOException {
      to.write(b);
      copy.add(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      to.write(bytes, offset, count);
      copy.add(bytes, offset, count);
    }

    @Override
    public void flush() throws IOException {
      to.flush();
    }

    @Override
    public void close() throws IOException {
      to.close();
    }

    @Override
    public boolean isReady() {
      return to.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      to.setWriteListener(listener);
    }
  }

  /** The same for characters, which are copied as UTF-8, whatever the container makes of them. */
  private static final class CopyingWriter extends Writer {
    private final PrintWriter to;
    private final BodyCopy copy;

    CopyingWriter(PrintWriter to, BodyCopy copy) {
      this.to = to;
      this.copy = copy;
    }

    @Override
    public void write(char[] characters, int offset, int count) {
      to.write(characters, offset, count);
      byte[] bytes = new String(characters, offset, count).getBytes(StandardCharsets.UTF_8);
      copy.add(bytes, 0, bytes.length);
    }

    @Override
    public void flush() throws IOException {
      to.flush();
      if (to.checkError()) {
        throw new IOException("the container could not write the answer");
      }
    }

    @Override
    public void close() {
      to.close();
    }
  }
}
