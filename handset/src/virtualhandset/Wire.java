package virtualhandset;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** JSON lines to and from the driver, as {@code handset/PROTOCOL.md} defines them. */
final class Wire {
  /** Answers one request. */
  interface Handler {
    Object handle(String method, Map<String, Object> params) throws Exception;
  }

  private final InputStream in;
  private final OutputStream out;
  // Gestures take real time: state and kill must get through meanwhile, so requests are served in parallel.
  private final ExecutorService workers = Executors.newCachedThreadPool(task -> daemon("wire-worker", task));

  Wire(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** Starts to read; the end of the input ends the process, because nobody is left to hold the phone. */
  void listen(Handler handler) {
    daemon(
            "wire",
            () -> {
              try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                  if (!line.isBlank()) accept(line, handler);
                }
              } catch (IOException e) {
                StandardStreams.diagnostics().println("wire: " + e);
              }
              ProcessEnd.now();
            })
        .start();
  }

  /** Sends an event; {@code fields} are name, value pairs. */
  void event(String name, Object... fields) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("event", name);
    for (int i = 0; i < fields.length; i += 2) message.put((String) fields[i], fields[i + 1]);
    send(message);
  }

  private void accept(String line, Handler handler) {
    Map<String, Object> request;
    try {
      request = Json.parseObject(line);
    } catch (IllegalArgumentException e) {
      reply(null, "error", fault("bad-request", e.getMessage()));
      return;
    }
    workers.execute(() -> serve(request, handler));
  }

  @SuppressWarnings("unchecked")
  private void serve(Map<String, Object> request, Handler handler) {
    Object id = request.get("id");
    String method = String.valueOf(request.get("method"));
    Map<String, Object> params = request.get("params") instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    try {
      reply(id, "result", handler.handle(method, params));
    } catch (HandsetFault e) {
      reply(id, "error", fault(e.code(), e.getMessage()));
    } catch (Throwable e) {
      e.printStackTrace(StandardStreams.diagnostics());
      reply(id, "error", fault("internal", e.toString()));
    }
  }

  private void reply(Object id, String kind, Object value) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("id", id);
    message.put(kind, value);
    send(message);
  }

  private static Map<String, Object> fault(String code, String message) {
    Map<String, Object> fault = new LinkedHashMap<>();
    fault.put("code", code);
    fault.put("message", message);
    return fault;
  }

  private synchronized void send(Map<String, Object> message) {
    try {
      out.write((Json.write(message) + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      ProcessEnd.now();
    }
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
