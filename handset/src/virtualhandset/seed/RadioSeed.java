package virtualhandset.seed;

import android.app.Application;
import android.bluetooth.BluetoothAdapter;
import android.bluetooth.BluetoothDevice;
import android.bluetooth.BluetoothManager;
import android.net.ConnectivityManager;
import android.net.DhcpInfo;
import android.net.LinkAddress;
import android.net.LinkProperties;
import android.net.Network;
import android.net.NetworkCapabilities;
import android.net.wifi.ScanResult;
import android.net.wifi.SupplicantState;
import android.net.wifi.WifiConfiguration;
import android.net.wifi.WifiInfo;
import android.net.wifi.WifiManager;
import android.os.SystemClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowBluetoothAdapter;
import org.robolectric.shadows.ShadowBluetoothDevice;
import org.robolectric.shadows.ShadowConnectivityManager;
import org.robolectric.shadows.ShadowNetworkCapabilities;
import org.robolectric.shadows.ShadowWifiInfo;
import org.robolectric.shadows.ShadowWifiManager;
import virtualhandset.HandsetConfig;

/** Wi-Fi (the joined network, the neighbours, the saved ones) and Bluetooth. */
final class RadioSeed {
  private static final int LAN_PREFIX = 24;
  private static final int FREQUENCY_MHZ = 5180;
  private static final int SIGNAL_DBM = -52;

  private RadioSeed() {}

  static void apply(Application app, SeedValues seed) {
    wifi(app, seed);
    bluetooth(app, seed);
  }

  private static void wifi(Application app, SeedValues seed) {
    WifiManager manager = app.getSystemService(WifiManager.class);
    ShadowWifiManager shadow = Shadow.extract(manager);
    shadow.setWifiState(WifiManager.WIFI_STATE_ENABLED);
    shadow.setScanResults(scanResults(seed));
    if (!seed.has("ssid")) return;
    WifiInfo info = new WifiInfo();
    ShadowWifiInfo state = Shadow.extract(info);
    state.setSSID(seed.text("ssid"));
    state.setBSSID(seed.text("bssid", "02:00:00:00:00:00"));
    if (seed.has("wifiMac")) state.setMacAddress(seed.text("wifiMac"));
    state.setInetAddress(address(HandsetConfig.LAN_ADDRESS));
    state.setSupplicantState(SupplicantState.COMPLETED);
    state.setRssi(SIGNAL_DBM);
    state.setLinkSpeed(433);
    state.setFrequency(FREQUENCY_MHZ);
    state.setNetworkId(0);
    shadow.setConnectionInfo(info);
    WifiConfiguration saved = new WifiConfiguration();
    saved.SSID = "\"" + seed.text("ssid") + "\"";
    saved.BSSID = seed.text("bssid");
    manager.addNetwork(saved);

    DhcpInfo dhcp = new DhcpInfo();
    dhcp.ipAddress = littleEndian(address(HandsetConfig.LAN_ADDRESS));
    dhcp.gateway = littleEndian(address(HandsetConfig.GATEWAY_ADDRESS));
    dhcp.dns1 = dhcp.gateway;
    shadow.setDhcpInfo(dhcp);

    ConnectivityManager connectivity = app.getSystemService(ConnectivityManager.class);
    Network active = connectivity.getActiveNetwork();
    if (active == null) return;
    NetworkCapabilities capabilities = ShadowNetworkCapabilities.newInstance();
    ShadowNetworkCapabilities of = Shadow.extract(capabilities);
    of.addTransportType(NetworkCapabilities.TRANSPORT_WIFI);
    of.addCapability(NetworkCapabilities.NET_CAPABILITY_INTERNET);
    of.addCapability(NetworkCapabilities.NET_CAPABILITY_VALIDATED);
    of.addCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED);
    of.setTransportInfo(info);
    ShadowConnectivityManager networks = Shadow.extract(connectivity);
    networks.setNetworkCapabilities(active, capabilities);
    LinkProperties link = new LinkProperties();
    link.setInterfaceName("wlan0");
    link.addLinkAddress(new LinkAddress(address(HandsetConfig.LAN_ADDRESS), LAN_PREFIX));
    networks.setLinkProperties(active, link);
  }

  /** The byte order of {@link DhcpInfo}: first part of the address in the lowest byte. */
  private static int littleEndian(InetAddress address) {
    return ByteBuffer.wrap(address.getAddress()).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four numbers are an IPv4 address", e);
    }
  }

  /** The joined network first, then the seed's {@code scan [{ssid, bssid, level}]}. */
  private static List<ScanResult> scanResults(SeedValues seed) {
    List<ScanResult> all = new ArrayList<>();
    if (seed.has("ssid")) all.add(scanResult(seed.text("ssid"), seed.text("bssid"), SIGNAL_DBM));
    for (SeedValues near : seed.list("scan")) {
      all.add(scanResult(near.text("ssid"), near.text("bssid"), (int) near.integer("level", -70)));
    }
    return all;
  }

  private static ScanResult scanResult(String ssid, String bssid, int level) {
    ScanResult result = new ScanResult();
    result.SSID = ssid;
    result.BSSID = bssid;
    result.level = level;
    result.frequency = FREQUENCY_MHZ;
    result.capabilities = "[WPA2-PSK-CCMP][RSN-PSK-CCMP][ESS]";
    result.timestamp = TimeUnit.MILLISECONDS.toMicros(SystemClock.elapsedRealtime());
    return result;
  }

  private static void bluetooth(Application app, SeedValues seed) {
    BluetoothAdapter adapter = app.getSystemService(BluetoothManager.class).getAdapter();
    ShadowBluetoothAdapter shadow = Shadow.extract(adapter);
    shadow.setEnabled(true);
    shadow.setState(BluetoothAdapter.STATE_ON);
    adapter.setName(seed.text("bluetoothName", seed.text("model", "Pixel 7")));
    if (seed.has("bluetoothMac")) shadow.setAddress(seed.text("bluetoothMac"));
    Set<BluetoothDevice> bonded = new LinkedHashSet<>();
    for (SeedValues paired : seed.list("bonded")) {
      BluetoothDevice device = ShadowBluetoothDevice.newInstance(paired.text("address"));
      ShadowBluetoothDevice of = Shadow.extract(device);
      of.setName(paired.text("name"));
      of.setBondState(BluetoothDevice.BOND_BONDED);
      bonded.add(device);
    }
    shadow.setBondedDevices(bonded);
  }
}
