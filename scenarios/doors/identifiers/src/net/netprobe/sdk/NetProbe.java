package net.netprobe.sdk;

import android.content.Context;
import android.net.wifi.WifiInfo;
import android.net.wifi.WifiManager;
import android.os.Handler;
import android.os.Looper;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.Enumeration;
import labels.Behaviours;

/** A network SDK that no table lists: hardware address, Wi-Fi names and IP address by many doors, then one at a time. */
public final class NetProbe implements Runnable {
  private static final long PERIOD_MS = 2000;
  private static final String ADDRESS_FILE = "/sys/class/net/wlan0/address";

  private final Context context;
  private final WifiManager wifi;
  private final Handler handler = new Handler(Looper.getMainLooper());
  private boolean watching;
  private boolean visible;
  private int round;
  private int found;

  public NetProbe(Context context) {
    this.context = context;
    wifi = context.getSystemService(WifiManager.class);
  }

  /** With the process. */
  public void start() {
    if (Behaviours.NET_MAC_WIFI) macOfWifi();
    if (Behaviours.NET_MAC_INTERFACE) macOfInterfaces();
    if (Behaviours.NET_MAC_FILE) macOfFile();
    if (Behaviours.NET_MAC_CAT) line("cat", ADDRESS_FILE);
    if (Behaviours.NET_MAC_IP_LINK) line("ip", "link", "show", "wlan0");
    if (Behaviours.NET_SSID) keep(info().getSSID());
    if (Behaviours.NET_BSSID) keep(info().getBSSID());
    if (Behaviours.NET_IP_WIFI) keep(String.valueOf(info().getIpAddress()));
    if (Behaviours.NET_IP_INTERFACE) addresses();
    if (Behaviours.NET_IP_ADDR) line("sh", "-c", "ip addr show");
    if (Behaviours.NET_IFCONFIG) line("ifconfig", "wlan0");
    if (Behaviours.NET_ARP) line("cat", "/proc/net/arp");
    context.getSharedPreferences("netprobe", Context.MODE_PRIVATE).edit().putInt("found", found).apply();
  }

  /** From the acceptance on. */
  public void watch() {
    if (!watching) {
      watching = true;
      handler.postDelayed(this, PERIOD_MS);
    }
  }

  public void onScreen(boolean now) {
    visible = now;
  }

  /** Every time by another door, so that no door is used often. */
  @Override
  public void run() {
    if (visible && Behaviours.NET_MAC_POLL) {
      int door = round++ % 3;
      if (door == 0) macOfInterfaces();
      if (door == 1) macOfWifi();
      if (door == 2) line("cat", ADDRESS_FILE);
    }
    handler.postDelayed(this, PERIOD_MS);
  }

  private WifiInfo info() {
    return wifi.getConnectionInfo();
  }

  private void macOfWifi() {
    keep(info().getMacAddress());
  }

  private void macOfInterfaces() {
    try {
      Enumeration<NetworkInterface> all = NetworkInterface.getNetworkInterfaces();
      for (NetworkInterface each : all == null ? Collections.<NetworkInterface>emptyList() : Collections.list(all)) {
        byte[] mac = each.getHardwareAddress();
        if (mac != null) found++;
      }
    } catch (SocketException refused) {
      found--;
    }
  }

  private void addresses() {
    try {
      NetworkInterface wlan = NetworkInterface.getByName("wlan0");
      if (wlan != null) found += Collections.list(wlan.getInetAddresses()).size();
    } catch (SocketException refused) {
      found--;
    }
  }

  private void macOfFile() {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(new FileInputStream(ADDRESS_FILE)))) {
      keep(lines.readLine());
    } catch (IOException refused) {
      found--;
    }
  }

  private void line(String... words) {
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
        keep(lines.readLine());
      } finally {
        process.destroy();
      }
    } catch (IOException | SecurityException refused) {
      found--;
    }
  }

  private void keep(String value) {
    if (value != null && !value.isEmpty()) found++;
  }
}
