package virtualhandset.shell;

import android.content.ContentResolver;
import android.content.pm.ApplicationInfo;
import android.content.pm.PackageInfo;
import android.content.pm.PackageManager;
import android.provider.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import virtualhandset.HandsetProcess;
import virtualhandset.policy.Gate;
import virtualhandset.remote.RemoteServices;

/** Programs that ask a service of the phone, as the app whose child they are. */
final class ServiceTools {
  /** A command that the service does not carry out. */
  private static final int FAILED = 255;

  private ServiceTools() {}

  static void addTo(Map<String, Tool> all) {
    all.put("pm", job -> packages(job, 1));
    all.put("cmd", ServiceTools::cmd);
    all.put("settings", job -> settings(job, 1));
    all.put("dumpsys", job -> job.fail("Can't find service: " + job.argument(1), 1));
    all.put("service", ServiceTools::service);
    all.put("content", job -> job.fail("usage: adb shell content [subcommand] [options]", 1));
    all.put("am", job -> job.fail("Error: Unknown command: " + job.argument(1), FAILED));
    all.put("logcat", job -> 0); // An app reads its own lines only; they are the driver's here.
  }

  private static int cmd(Job job) throws IOException {
    return switch (String.valueOf(job.argument(1))) {
      case "package" -> packages(job, 2);
      case "settings" -> settings(job, 2);
      case "null" -> job.fail("cmd: No service specified; use -l to list all services", 20);
      default -> job.fail("cmd: Can't find service: " + job.argument(1), 20);
    };
  }

  /** {@code pm list packages [-f] [-3] [-s] [-U] [filter]} and {@code pm path}. */
  private static int packages(Job job, int at) throws IOException {
    PackageManager manager = HandsetProcess.instance().application().getPackageManager();
    List<String> words = Arrays.asList(job.words()).subList(at, job.words().length);
    if (words.size() >= 2 && words.get(0).equals("path")) {
      try {
        String name = words.get(words.size() - 1);
        if (!Gate.seesPackage(name)) return 1;
        job.println("package:" + manager.getPackageInfo(name, 0).applicationInfo.publicSourceDir);
        return 0;
      } catch (PackageManager.NameNotFoundException e) {
        return 1;
      }
    }
    if (words.size() < 2 || !words.get(0).equals("list") || !words.get(1).startsWith("package")) {
      return job.fail("Exception occurred while executing '" + String.join(" ", words) + "': unknown command", FAILED);
    }
    String filter = words.subList(2, words.size()).stream().filter(word -> !word.startsWith("-")).findFirst().orElse("");
    for (PackageInfo each : manager.getInstalledPackages(0)) {
      if (!Gate.seesPackage(each.packageName) || !each.packageName.contains(filter)) continue;
      boolean system = (each.applicationInfo.flags & ApplicationInfo.FLAG_SYSTEM) != 0;
      if (words.contains("-3") && system || words.contains("-s") && !system) continue;
      String file = words.contains("-f") ? each.applicationInfo.publicSourceDir + "=" : "";
      job.println("package:" + file + each.packageName + (words.contains("-U") ? " uid:" + each.applicationInfo.uid : ""));
    }
    return 0;
  }

  /** What remains where the platform does not refuse it: {@code settings get TABLE KEY}. */
  private static int settings(Job job, int at) throws IOException {
    String table = job.argument(at + 1);
    String key = job.argument(at + 2);
    if (!"get".equals(job.argument(at)) || table == null || key == null) return job.fail("Bad arguments", FAILED);
    ContentResolver resolver = HandsetProcess.instance().application().getContentResolver();
    String value = switch (table) {
      case "secure" -> Settings.Secure.getString(resolver, key);
      case "system" -> Settings.System.getString(resolver, key);
      case "global" -> Settings.Global.getString(resolver, key);
      default -> null;
    };
    job.println(String.valueOf(value));
    return 0;
  }

  /** {@code service call NAME CODE}: the reply as the program prints it, here always an exception. */
  private static int service(Job job) throws IOException {
    String name = job.argument(2);
    switch (String.valueOf(job.argument(1))) {
      case "check" -> {
        job.println("Service " + name + ": " + (RemoteServices.descriptor(name) == null ? "not found" : "found"));
        return 0;
      }
      case "call" -> {
        if (name == null || job.argument(3) == null) return job.fail("service: call needs a name and a code", 10);
        String said = RemoteServices.refusal(name);
        if (said == null) {
          job.println("service: Service " + name + " does not exist");
          return 10;
        }
        job.println("Result: " + dump(exception(said)));
        return 0;
      }
      default -> {
        return job.fail("Usage: service [-h|-?]", 10);
      }
    }
  }

  /** A reply that carries a SecurityException: its code, its message, no remote stack. */
  private static byte[] exception(String message) {
    byte[] text = message.getBytes(StandardCharsets.UTF_16LE);
    int padded = (text.length + 2 + 3) / 4 * 4;
    ByteBuffer bytes = ByteBuffer.allocate(8 + padded + 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(-1).putInt(message.length()).put(text);
    return bytes.array();
  }

  private static String dump(byte[] reply) {
    StringBuilder text = new StringBuilder("Parcel(");
    ByteBuffer bytes = ByteBuffer.wrap(reply).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < reply.length; row += 16) {
      text.append("\n  0x%08x:".formatted(row));
      StringBuilder shown = new StringBuilder();
      for (int word = row; word < row + 16; word += 4) {
        text.append(word < reply.length ? " %08x".formatted(bytes.getInt(word)) : "         ");
        for (int i = word; i < Math.min(word + 4, reply.length); i++) {
          shown.append(reply[i] >= ' ' && reply[i] < 127 ? (char) reply[i] : '.');
        }
      }
      text.append(" '").append(shown).append("'");
    }
    return text.append(")").toString();
  }
}
