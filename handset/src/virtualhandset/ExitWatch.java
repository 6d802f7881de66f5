package virtualhandset;

/** Notices that the app ends its own process. The handset itself only halts, and then no shutdown hook runs. */
final class ExitWatch {
  private ExitWatch() {}

  static void install(Wire wire) {
    Thread hook = new Thread(() -> ended(wire, "System.exit"), "exit-watch");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Reports the end and halts; also called for Process.killProcess. */
  static void ended(Wire wire, String reason) {
    wire.event("exit", "reason", reason);
    ProcessEnd.now();
  }
}
