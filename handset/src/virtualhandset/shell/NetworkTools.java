package virtualhandset.shell;

import java.io.IOException;
import java.util.Map;
import virtualhandset.HandsetConfig;
import virtualhandset.seed.Seeder;

/** What old apps still learn from the network's programs; others are refused before these run. */
final class NetworkTools {
  private static final String MASKED = "02:00:00:00:00:00";

  private NetworkTools() {}

  static void addTo(Map<String, Tool> all) {
    all.put("ip", NetworkTools::ip);
    all.put("ifconfig", NetworkTools::ifconfig);
    all.put("netstat", NetworkTools::netstat);
    all.put("ping", job -> job.fail("ping: unknown host " + job.words()[job.words().length - 1], 2));
  }

  private static int ip(Job job) throws IOException {
    int at = 1;
    while (job.argument(at) != null && job.argument(at).startsWith("-")) at++;
    String what = job.argument(at) == null ? "" : job.argument(at);
    if (!what.isEmpty() && ("address".startsWith(what) || "link".startsWith(what))) {
      boolean addresses = "address".startsWith(what);
      job.println("1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000");
      job.println("    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00");
      if (addresses) job.println("    inet 127.0.0.1/8 scope host lo");
      job.println("2: wlan0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default qlen 3000");
      job.println("    link/ether " + Seeder.values().text("wifiMac", MASKED) + " brd ff:ff:ff:ff:ff:ff");
      if (addresses) job.println("    inet " + HandsetConfig.LAN_ADDRESS + "/24 brd 192.168.1.255 scope global wlan0");
      return 0;
    }
    if (what.startsWith("n") && ("neighbour".startsWith(what) || "neighbor".startsWith(what))) {
      job.println(HandsetConfig.GATEWAY_ADDRESS + " dev wlan0 lladdr " + Seeder.values().text("bssid", MASKED) + " REACHABLE");
      return 0;
    }
    if (what.startsWith("r") && "route".startsWith(what)) {
      job.println("192.168.1.0/24 dev wlan0 proto kernel scope link src " + HandsetConfig.LAN_ADDRESS);
      return 0;
    }
    return job.fail("Object \"" + what + "\" is unknown, try \"ip help\".", 1);
  }

  private static int ifconfig(Job job) throws IOException {
    job.println("wlan0     Link encap:Ethernet  HWaddr " + Seeder.values().text("wifiMac", MASKED));
    job.println("          inet addr:" + HandsetConfig.LAN_ADDRESS + "  Bcast:192.168.1.255  Mask:255.255.255.0");
    job.println("          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1");
    return 0;
  }

  private static int netstat(Job job) throws IOException {
    job.println("Active Internet connections (w/o servers)");
    job.println("Proto Recv-Q Send-Q Local Address           Foreign Address         State");
    return 0;
  }
}
