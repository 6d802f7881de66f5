package virtualhandset.host;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Where Java's own file and process classes ask the phone, since they would otherwise speak to the machine. Lives in
 * the boot class loader, beside those classes; {@link HostAgent} has rewritten them to call it.
 */
public final class HostCalls {
  /** Where a path leads. */
  public interface Files {
    /** The machine's path for what the caller means by {@code path}: the same text when nothing stands in for it. */
    String place(String path);
  }

  /** What runs when a program is started. */
  public interface Programs {
    /** As {@code ProcessBuilder.start}, all arguments checked; {@code environment} may be null: inherited. */
    Process start(
        String[] words, Map<String, String> environment, String folder, ProcessBuilder.Redirect[] redirects, boolean merged)
        throws IOException;
  }

  /** The network interfaces of whoever asks. */
  public interface Interfaces {
    /** The phone's, or null when it is not the app that asks: the machine's then. */
    NetworkInterface[] all();
  }

  private static final int ENOENT = 2;

  private static volatile Files files;
  private static volatile Programs programs;
  private static volatile Interfaces interfaces;

  private HostCalls() {}

  /** Before this, paths are the machine's. */
  public static void setFiles(Files of) {
    files = of;
  }

  /** Before this, no program can be started. */
  public static void setPrograms(Programs of) {
    programs = of;
  }

  /** Before this, network interfaces are the machine's. */
  public static void setInterfaces(Interfaces of) {
    interfaces = of;
  }

  /** Instead of {@code ProcessImpl.start}: no program of the machine ever runs. */
  public static Process start(
      String[] words, Map<String, String> environment, String folder, ProcessBuilder.Redirect[] redirects, boolean merged)
      throws IOException {
    Programs known = programs;
    if (known == null) throw new IOException("error=" + ENOENT + ", No such file or directory");
    return known.start(words, environment, folder, redirects, merged);
  }

  /** The path that the stream classes open. */
  public static String place(String path) {
    Files known = files;
    return known == null || path == null ? path : known.place(path);
  }

  /** The file that java.io.File asks the file system about. */
  public static File place(File file) {
    Files known = files;
    if (known == null || file == null) return file;
    String path = file.getPath();
    String place = known.place(path);
    return place.equals(path) ? file : new File(place);
  }

  /** All interfaces: the phone's for the app, else {@code machine}. */
  public static NetworkInterface[] interfaces(NetworkInterface[] machine) {
    NetworkInterface[] phone = ofPhone();
    return phone == null ? machine : phone;
  }

  /** The phone's interface of a name, number or address: an array of it or of null; null leaves it to the machine. */
  public static NetworkInterface[] named(String name) {
    return find(each -> each.getName().equals(name));
  }

  /** As {@link #named}. */
  public static NetworkInterface[] numbered(int index) {
    return find(each -> each.getIndex() == index);
  }

  /** As {@link #named}. */
  public static NetworkInterface[] holding(InetAddress address) {
    return find(each -> each.getInterfaceAddresses().stream().anyMatch(own -> own.getAddress().equals(address)));
  }

  private static NetworkInterface[] find(Predicate<NetworkInterface> wanted) {
    NetworkInterface[] phone = ofPhone();
    if (phone == null) return null;
    for (NetworkInterface each : phone) if (wanted.test(each)) return new NetworkInterface[] {each};
    return new NetworkInterface[] {null};
  }

  /** Whether an interface is one of the phone's, about which the machine knows nothing. */
  public static boolean isPhone(NetworkInterface one) {
    NetworkInterface[] phone = ofPhone();
    if (phone == null) return false;
    for (NetworkInterface each : phone) if (each.getName().equals(one.getName())) return true;
    return false;
  }

  private static NetworkInterface[] ofPhone() {
    Interfaces known = interfaces;
    return known == null ? null : known.all();
  }

  /** The bytes of the path that java.nio.file hands to the system. */
  public static byte[] place(byte[] path) {
    Files known = files;
    if (known == null || path.length == 0) return path;
    String text = new String(path, StandardCharsets.UTF_8);
    String place = known.place(text);
    return place.equals(text) ? path : place.getBytes(StandardCharsets.UTF_8);
  }
}
