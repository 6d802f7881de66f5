package virtualhandset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the system, not the app, keeps between processes: permission answers, clipboard, settings. Read at start,
 * written whole and atomically at every change.
 */
public final class SystemState {
  /** From Android 11 the second refusal is final: no dialog is shown any more. */
  private static final int FINAL_DENIALS = 2;

  private final Path file;
  private final Map<String, Object> state;

  public SystemState(Path file) {
    this.file = file;
    try {
      state = Files.exists(file) ? Json.parseObject(Files.readString(file)) : new LinkedHashMap<>();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException e) {
      throw new HandsetFault("bad-state-file", file + ": " + e.getMessage() + "; remove it to reset the phone");
    }
  }

  /** {@code granted}, {@code denied}, {@code denied-forever} or {@code never-asked}. */
  public synchronized String permission(String name) {
    Map<String, Object> answer = section("permissions").get(name) instanceof Map<?, ?> map ? cast(map) : null;
    if (answer == null) return "never-asked";
    if (Boolean.TRUE.equals(answer.get("granted"))) return "granted";
    int denials = ((Number) answer.getOrDefault("denials", 0)).intValue();
    if (denials == 0) return "never-asked";
    return denials >= FINAL_DENIALS ? "denied-forever" : "denied";
  }

  public boolean isGranted(String permission) {
    return permission(permission).equals("granted");
  }

  public synchronized void grant(String permission) {
    answer(permission, true, 0);
  }

  /** Counts a refusal that a person gave in the dialog. */
  public synchronized void deny(String permission) {
    Map<String, Object> before = section("permissions").get(permission) instanceof Map<?, ?> map ? cast(map) : Map.of();
    answer(permission, false, ((Number) before.getOrDefault("denials", 0)).intValue() + 1);
  }

  /** Takes a grant back, as the phone's settings would: one refusal is on record. */
  public synchronized void revoke(String permission) {
    answer(permission, false, 1);
  }

  /** Text on the clipboard, or null before anything was copied. */
  public synchronized String clipboard() {
    return (String) state.get("clipboard");
  }

  public synchronized void setClipboard(String text) {
    state.put("clipboard", text);
    save();
  }

  /** A setting that the app or the seed wrote, or null; {@code table} is system, secure or global. */
  public synchronized String setting(String table, String name) {
    return (String) section("settings").get(table + "/" + name);
  }

  public synchronized void setSetting(String table, String name, String value) {
    section("settings").put(table + "/" + name, value);
    save();
  }

  private void answer(String permission, boolean granted, int denials) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("granted", granted);
    answer.put("denials", denials);
    section("permissions").put(permission, answer);
    save();
  }

  private Map<String, Object> section(String name) {
    return cast((Map<?, ?>) state.computeIfAbsent(name, key -> new LinkedHashMap<String, Object>()));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> cast(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }

  private void save() {
    try {
      Path next = file.resolveSibling(file.getFileName() + ".next");
      Files.writeString(next, Json.write(state));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
