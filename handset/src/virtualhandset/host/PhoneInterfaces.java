package virtualhandset.host;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.function.BooleanSupplier;

/** The phone's network interfaces: loopback, Wi-Fi, and a mobile one without an address. */
public final class PhoneInterfaces implements HostCalls.Interfaces {
  private static final short LOOPBACK_PREFIX = 8;
  private static final short LAN_PREFIX = 24;

  private final NetworkInterface[] all;
  private final BooleanSupplier isForApp;

  /**
   * @param lanAddress the phone's address in its Wi-Fi network, IPv4; null when it is in none
   * @param isForApp whether it is the app that asks at this moment
   */
  public PhoneInterfaces(String lanAddress, BooleanSupplier isForApp) {
    this.isForApp = isForApp;
    try {
      all =
          new NetworkInterface[] {
            make("lo", 1, "127.0.0.1", LOOPBACK_PREFIX), make("wlan0", 2, lanAddress, LAN_PREFIX), make("rmnet0", 3, null, (short) 0),
          };
    } catch (ReflectiveOperationException | UnknownHostException e) {
      throw new IllegalStateException("network interfaces of the phone", e);
    }
  }

  @Override
  public NetworkInterface[] all() {
    return isForApp.getAsBoolean() ? all.clone() : null;
  }

  private static NetworkInterface make(String name, int index, String address, short prefix)
      throws ReflectiveOperationException, UnknownHostException {
    InetAddress[] addresses = address == null ? new InetAddress[0] : new InetAddress[] {InetAddress.getByName(address)};
    Constructor<NetworkInterface> constructor =
        NetworkInterface.class.getDeclaredConstructor(String.class, int.class, InetAddress[].class);
    constructor.setAccessible(true);
    NetworkInterface made = constructor.newInstance(name, index, addresses);
    set(made, "displayName", name);
    InterfaceAddress[] bindings = new InterfaceAddress[addresses.length];
    for (int i = 0; i < bindings.length; i++) {
      Constructor<InterfaceAddress> binding = InterfaceAddress.class.getDeclaredConstructor();
      binding.setAccessible(true);
      bindings[i] = binding.newInstance();
      set(bindings[i], "address", addresses[i]);
      set(bindings[i], "maskLength", prefix);
    }
    set(made, "bindings", bindings);
    set(made, "childs", new NetworkInterface[0]);
    return made;
  }

  private static void set(Object object, String name, Object value) throws ReflectiveOperationException {
    Field field = object.getClass().getDeclaredField(name);
    field.setAccessible(true);
    field.set(object, value);
  }
}
