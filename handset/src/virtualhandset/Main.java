package virtualhandset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import virtualhandset.host.HostCalls;

/** Entry of an app process: reads the config file, takes the wire away from the app, boots the framework. */
public final class Main {
  private static final int EXIT_USAGE = 2;
  private static final int EXIT_ENVIRONMENT = 3;

  private Main() {}

  public static void main(String[] args) {
    if (args.length != 1) {
      System.err.println("usage: java -cp CLASSPATH virtualhandset.Main CONFIG.json");
      System.exit(EXIT_USAGE);
    }
    if (HostCalls.class.getClassLoader() != null) {
      System.err.println("the handset's jar must be the -javaagent as well");
      System.exit(EXIT_USAGE);
    }
    HandsetConfig config;
    try {
      Map<String, Object> raw = Json.parseObject(Files.readString(Path.of(args[0])));
      Path appInfo = new HandsetConfig(raw, Map.of()).path("appInfo");
      config = new HandsetConfig(raw, Json.parseObject(Files.readString(appInfo)));
    } catch (IOException | RuntimeException e) {
      System.err.println(args[0] + ": " + e);
      System.exit(EXIT_USAGE);
      return;
    }
    try {
      StandardStreams streams = StandardStreams.takeFromApp(config.path("logcat"));
      SandboxBoot.run(config, streams);
    } catch (Throwable e) {
      StandardStreams.diagnostics().println("handset could not start: " + e);
      e.printStackTrace(StandardStreams.diagnostics());
      Runtime.getRuntime().halt(EXIT_ENVIRONMENT);
    }
  }
}
