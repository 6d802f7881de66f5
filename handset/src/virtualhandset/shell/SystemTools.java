package virtualhandset.shell;

import android.os.Process;
import android.os.SystemProperties;
import java.io.IOException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import virtualhandset.HandsetConfig;
import virtualhandset.HandsetProcess;
import virtualhandset.seed.PropertySeed;

/** What the phone says of itself: properties, user, processes, kernel. */
final class SystemTools {
  private static final String KERNEL = "5.10.157-android13-4-00001-gb0c1d2e3f4a5";
  private static final long LONGEST_SLEEP_S = 3600;

  private SystemTools() {}

  static void addTo(Map<String, Tool> all) {
    all.put("getprop", SystemTools::getprop);
    all.put("id", SystemTools::id);
    all.put("whoami", job -> said(job, user()));
    all.put("ps", SystemTools::ps);
    all.put("uname", SystemTools::uname);
    all.put("date", SystemTools::date);
    all.put("pwd", job -> said(job, job.folder()));
    all.put("env", SystemTools::env);
    all.put("printenv", SystemTools::env);
    all.put("which", SystemTools::which);
    all.put("sleep", SystemTools::sleep);
  }

  private static int said(Job job, String text) throws IOException {
    job.println(text);
    return 0;
  }

  private static int getprop(Job job) throws IOException {
    if (job.words().length > 1) {
      String otherwise = job.argument(2) == null ? "" : job.argument(2);
      String value = SystemProperties.get(job.argument(1));
      return said(job, value.isEmpty() ? otherwise : value);
    }
    for (Map.Entry<String, String> each : new TreeMap<>(PropertySeed.all()).entrySet()) {
      job.println("[" + each.getKey() + "]: [" + each.getValue() + "]");
    }
    return 0;
  }

  private static String user() {
    return "u0_a" + (HandsetConfig.APP_UID - 10_000);
  }

  private static int id(Job job) throws IOException {
    int uid = HandsetConfig.APP_UID;
    if ("-u".equals(job.argument(1))) return said(job, String.valueOf(uid));
    String groups = "%d(%s),9997(everybody),%d(%s_cache),%d(all_a%d)"
        .formatted(uid, user(), uid + 10_000, user(), uid + 40_000, uid - 10_000);
    return said(
        job,
        "uid=%1$d(%2$s) gid=%1$d(%2$s) groups=%3$s context=u:r:untrusted_app:s0:c57,c256,c512,c768"
            .formatted(uid, user(), groups));
  }

  /** Since Android 7 an app sees its own processes only. */
  private static int ps(Job job) throws IOException {
    String format = "%-12s %6s %6s %10s %6s %-10s %-10s %s %s";
    job.println(format.formatted("USER", "PID", "PPID", "VSZ", "RSS", "WCHAN", "ADDR", "S", "NAME"));
    String app = HandsetProcess.instance().application().getPackageName();
    job.println(format.formatted(user(), Process.myPid(), 612, 15012344, 142208, "0", "0", "S", app));
    job.println(format.formatted(user(), Process.myPid() + 1, Process.myPid(), 10808204, 3120, "0", "0", "R", "ps"));
    return 0;
  }

  private static int uname(Job job) throws IOException {
    return said(job, switch (String.valueOf(job.argument(1))) {
      case "-a" -> "Linux localhost " + KERNEL + " #1 SMP PREEMPT Tue Jan 9 02:13:44 UTC 2024 aarch64 Toybox";
      case "-r" -> KERNEL;
      case "-m" -> "aarch64";
      case "-n" -> "localhost";
      default -> "Linux";
    });
  }

  private static int date(Job job) throws IOException {
    ZonedDateTime now = ZonedDateTime.now(ZoneId.systemDefault());
    if ("+%s".equals(job.argument(1))) return said(job, String.valueOf(now.toEpochSecond()));
    return said(job, now.format(DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss z yyyy", Locale.US)));
  }

  private static int env(Job job) throws IOException {
    for (Map.Entry<String, String> each : new TreeMap<>(job.environment()).entrySet()) {
      if (!each.getKey().equals("?")) job.println(each.getKey() + "=" + each.getValue());
    }
    return 0;
  }

  private static int which(Job job) throws IOException {
    int code = 0;
    for (int i = 1; i < job.words().length; i++) {
      if (Tools.find(job.words()[i]) == null) code = 1;
      else job.println(Tools.FOLDER + job.words()[i]);
    }
    return code;
  }

  private static int sleep(Job job) throws IOException {
    String seconds = job.argument(1);
    if (seconds == null || !seconds.matches("\\d{1,6}(\\.\\d{1,3})?")) return job.fail("sleep: bad number", 1);
    try {
      Thread.sleep((long) (Math.min(Double.parseDouble(seconds), LONGEST_SLEEP_S) * 1000));
    } catch (InterruptedException e) {
      return 130;
    }
    return 0;
  }
}
