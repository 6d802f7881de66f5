package virtualhandset.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import virtualhandset.HandsetConfig;

/** Files that every phone has, with this phone's content; of those that apps may not read only the names. */
final class PhoneTree {
  private static final int CORES = 8;
  private static final int FIRST_BIG_CORE = 6;

  /** Programs whose presence apps look for; what they do is in the shell. */
  private static final String[] PROGRAMS = {
    "sh", "toybox", "toolbox", "getprop", "settings", "pm", "am", "cmd", "cat", "ls", "ip", "ifconfig", "dumpsys", "service", "content",
    "id", "ps", "netstat", "which", "ping", "app_process64", "linker64", "logcat", "uname", "date", "grep", "echo", "sleep", "wc", "head",
  };
  private static final String[] NET_FILES = {"arp", "route", "tcp", "tcp6", "udp", "udp6", "dev", "if_inet6", "unix"};
  private static final String[] CLOSED_PROC_FILES = {"version", "stat", "uptime", "loadavg", "vmstat", "swaps", "kmsg"};
  private static final String[] PLAIN_FOLDERS = {
    "data/app", "data/data", "data/user/0", "data/local/tmp", "data/misc", "data/system", "dev", "mnt", "storage/emulated", "storage/self",
    "vendor/bin", "vendor/etc", "vendor/lib64", "product/bin", "system/app", "system/priv-app", "system/etc", "system/fonts",
    "system/framework", "system/lib", "system/lib64", "sys/class/power_supply", "apex", "cache", "odm",
  };

  private PhoneTree() {}

  static void write(Path root, HandsetConfig config) throws IOException {
    for (String folder : PLAIN_FOLDERS) Files.createDirectories(root.resolve(folder));
    for (String name : PROGRAMS) put(root, "system/bin/" + name, "");
    for (String name : NET_FILES) put(root, "proc/net/" + name, "");
    for (String name : CLOSED_PROC_FILES) put(root, "proc/" + name, "");
    for (String link : new String[] {"wlan0", "p2p0", "rmnet0", "lo"}) {
      put(root, "sys/class/net/" + link + "/address", "");
      put(root, "sys/class/net/" + link + "/operstate", "");
    }
    for (String closed : new String[] {
      "system/build.prop", "vendor/build.prop", "product/build.prop", "data/system/packages.xml", "data/system/packages.list",
      "sys/block/mmcblk0/device/cid", "sys/class/mmc_host/mmc0/mmc0:0001/cid", "sys/devices/soc0/serial_number",
      "sys/class/android_usb/android0/iSerial", "proc/tty/drivers", "proc/sys/kernel/random/boot_id", "proc/filesystems",
    }) {
      put(root, closed, "");
    }
    put(root, "proc/cpuinfo", processors());
    put(root, "proc/meminfo", memory());
    put(root, "sys/devices/system/cpu/possible", "0-" + (CORES - 1) + "\n");
    put(root, "sys/devices/system/cpu/present", "0-" + (CORES - 1) + "\n");
    put(root, "sys/devices/system/cpu/online", "0-" + (CORES - 1) + "\n");
    for (int core = 0; core < CORES; core++) {
      String folder = "sys/devices/system/cpu/cpu" + core + "/cpufreq/";
      put(root, folder + "cpuinfo_max_freq", (core < FIRST_BIG_CORE ? 1_803_000 : 2_850_000) + "\n");
      put(root, folder + "cpuinfo_min_freq", "300000\n");
    }
    ownProcess(root, config);
    put(root, "system/etc/hosts", "127.0.0.1       localhost\n::1             ip6-localhost\n");
    put(root, "system/fonts/Roboto-Regular.ttf", "");
    put(root, "system/fonts/NotoSansCJK-Regular.ttc", "");
    put(root, "system/framework/framework.jar", "");
  }

  private static void ownProcess(Path root, HandsetConfig config) throws IOException {
    long pid = ProcessHandle.current().pid();
    String name = config.packageName();
    String shortName = name.length() > 15 ? name.substring(name.length() - 15) : name;
    put(root, "proc/self/cmdline", name + "\0");
    put(root, "proc/self/comm", shortName + "\n");
    put(
        root,
        "proc/self/status",
        "Name:\t%s\nUmask:\t0077\nState:\tR (running)\nTgid:\t%d\nNgid:\t0\nPid:\t%d\nPPid:\t612\nTracerPid:\t0\nUid:\t%4$d\t%4$d\t%4$d\t%4$d\n"
                .formatted(shortName, pid, pid, HandsetConfig.APP_UID)
            + "Gid:\t%1$d\t%1$d\t%1$d\t%1$d\nFDSize:\t128\nVmPeak:\t15012344 kB\nVmRSS:\t142208 kB\nThreads:\t24\nSeccomp:\t2\n"
                .formatted(HandsetConfig.APP_UID));
    put(root, "proc/self/maps", maps());
    String mounts = "/dev/block/dm-7 / erofs ro,seclabel,relatime 0 0\ntmpfs /dev tmpfs rw,seclabel,nosuid,relatime 0 0\nproc /proc proc rw,relatime,gid=3009,hidepid=invisible 0 0\n";
    put(root, "proc/self/mounts", mounts);
    put(root, "proc/mounts", mounts);
    put(root, "proc/self/mountinfo", "21 20 254:7 / / ro,relatime - erofs /dev/block/dm-7 ro,seclabel\n");
    put(root, "proc/self/stat", pid + " (" + shortName + ") R 612 612 0 0 -1 1077936448 0 0 0 0 90 21 0 0 10 -10 24 0 53121 15372640256 35552\n");
    put(root, "proc/self/task/" + pid + "/comm", "main\n");
    put(root, "proc/self/task/" + pid + "/status", "Name:\tmain\nTgid:\t" + pid + "\nPid:\t" + pid + "\nTracerPid:\t0\n");
  }

  private static String maps() {
    String[] mapped = {
      "r--p 00000000 fe:07 1201 /system/bin/app_process64",
      "r-xp 00002000 fe:07 1201 /system/bin/app_process64",
      "r-xp 0010a000 fe:0b 88 /apex/com.android.art/lib64/libart.so",
      "r-xp 00044000 fe:0c 61 /apex/com.android.runtime/lib64/bionic/libc.so",
      "r-xp 00060000 fe:07 2310 /system/lib64/libandroid_runtime.so",
      "r--s 00000000 fe:07 3320 /system/framework/framework.jar",
      "rw-p 00000000 00:00 0 [anon:dalvik-main space (region space)]",
      "rw-p 00000000 00:00 0 [stack]",
    };
    StringBuilder lines = new StringBuilder();
    long at = 0x70a1_0000_0000L;
    for (String one : mapped) {
      lines.append(Long.toHexString(at)).append('-').append(Long.toHexString(at + 0x4000)).append(' ').append(one).append('\n');
      at += 0x10_0000;
    }
    return lines.toString();
  }

  private static String processors() {
    StringBuilder text = new StringBuilder();
    for (int core = 0; core < CORES; core++) {
      text.append("processor\t: ").append(core).append("\nBogoMIPS\t: 49.15\n")
          .append("Features\t: fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics fphp asimdhp cpuid asimdrdm lrcpc dcpop asimddp\n")
          .append("CPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: 0x1\nCPU part\t: ")
          .append(core < FIRST_BIG_CORE ? "0xd05" : "0xd44").append("\nCPU revision\t: 0\n\n");
    }
    return text.toString();
  }

  private static String memory() {
    StringBuilder text = new StringBuilder();
    Map<String, Integer> kilobytes =
        Map.of("MemTotal", 7_812_204, "MemFree", 412_120, "MemAvailable", 3_120_448, "SwapTotal", 4_194_300, "SwapFree", 3_001_856);
    for (String name : new String[] {"MemTotal", "MemFree", "MemAvailable", "SwapTotal", "SwapFree"}) {
      text.append("%-16s%8d kB\n".formatted(name + ":", kilobytes.get(name)));
    }
    return text.toString();
  }

  private static void put(Path root, String name, String content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
