package virtualhandset.seed;

import android.app.Application;
import android.content.ContentProvider;
import android.content.pm.ProviderInfo;
import android.database.sqlite.SQLiteDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.robolectric.shadows.ShadowContentResolver;

/** Registers the phone's own content providers. Without seeded rows they answer empty, as on a phone with no data. */
final class ProviderSeed {
  private ProviderSeed() {}

  static void apply(Application app, SeedValues seed, Path deviceDir) {
    SQLiteDatabase db = PhoneStore.open(deviceDir, seed);
    register(app, new TableProvider(db, "", contacts()), "com.android.contacts");
    register(app, new TableProvider(db, "", calls()), "call_log");
    register(app, new TableProvider(db, "android-dir/", messages()), "sms");
    register(app, new TableProvider(db, "android-dir/", multimedia()), "mms");
    register(app, new TableProvider(db, "android-dir/", threads()), "mms-sms");
    register(app, new TableProvider(db, "android-", calendar()), "com.android.calendar");
    register(app, new TableProvider(db, "", media()), "media");
    register(app, new SettingsProvider(), "settings");
    register(app, new TableProvider(db, "", table("words", "words")), "user_dictionary");
    register(app, new TableProvider(db, "", table("voicemail", "voicemails")), "com.android.voicemail");
  }

  static void register(Application app, ContentProvider provider, String authority) {
    ProviderInfo info = new ProviderInfo();
    info.authority = authority;
    info.packageName = "com.android.providers";
    info.name = provider.getClass().getName();
    info.exported = true;
    info.grantUriPermissions = true;
    info.applicationInfo = app.getApplicationInfo();
    provider.attachInfo(app, info);
    ShadowContentResolver.registerProviderInternal(authority, provider);
  }

  private static final String PHONE = "mimetype = 'vnd.android.cursor.item/phone_v2'";
  private static final String EMAIL = "mimetype = 'vnd.android.cursor.item/email_v2'";
  private static final String POSTAL = "mimetype = 'vnd.android.cursor.item/postal-address_v2'";
  /** Digits only, from the right: how a phone number is looked up. */
  private static final String SAME_NUMBER = " AND replace(replace(data1, '-', ''), ' ', '') LIKE '%' || ?";

  private static List<Route> contacts() {
    return List.of(
        Route.of("contacts", "view_contacts", "raw_contacts"),
        Route.of("contacts/#", "view_contacts", "raw_contacts"),
        Route.of("contacts/strequent", "view_contacts", null),
        Route.of("contacts/frequent", "view_contacts", null),
        new Route("contacts/filter/*", "view_contacts", null, "display_name LIKE '%' || ? || '%'"),
        new Route("contacts/lookup/*", "view_contacts", "raw_contacts", "lookup = ?"),
        new Route("contacts/lookup/*/#", "view_contacts", "raw_contacts", "lookup = ? AND _id = ?"),
        new Route("contacts/#/data", "view_data", null, "contact_id = ?"),
        new Route("contacts/#/entities", "view_data", null, "contact_id = ?"),
        new Route("contacts/lookup/*/data", "view_data", null, "lookup = ?"),
        Route.of("raw_contacts", "view_raw_contacts", "raw_contacts"),
        Route.of("raw_contacts/#", "view_raw_contacts", "raw_contacts"),
        new Route("raw_contacts/#/data", "view_data", null, "raw_contact_id = ?"),
        Route.of("raw_contact_entities", "view_entities", null),
        Route.of("data", "view_data", "data"),
        Route.of("data/#", "view_data", "data"),
        new Route("data/phones", "view_data", "data", PHONE),
        new Route("data/phones/#", "view_data", "data", PHONE + " AND _id = ?"),
        new Route("data/phones/filter/*", "view_data", null, PHONE + " AND (data1 LIKE '%' || ? || '%' OR display_name LIKE '%' || ? || '%')"),
        new Route("data/emails", "view_data", "data", EMAIL),
        new Route("data/emails/#", "view_data", "data", EMAIL + " AND _id = ?"),
        new Route("data/emails/filter/*", "view_data", null, EMAIL + " AND data1 LIKE '%' || ? || '%'"),
        new Route("data/emails/lookup/*", "view_data", null, EMAIL + " AND data1 = ?"),
        new Route("data/postals", "view_data", "data", POSTAL),
        new Route("data/callables", "view_data", null, PHONE),
        new Route("data/contactables", "view_data", null, "(" + PHONE + " OR " + EMAIL + ")"),
        new Route("phone_lookup/*", "view_data", null, PHONE + SAME_NUMBER),
        Route.of("groups", "groups", "groups"),
        Route.of("groups/#", "groups", "groups"),
        Route.of("groups_summary", "groups", null),
        new Route("profile", "view_contacts", null, "0"),
        new Route("profile/data", "view_data", null, "0"),
        new Route("profile/raw_contacts", "view_raw_contacts", null, "0"));
  }

  private static List<Route> table(String path, String table) {
    return List.of(Route.of(path, table, table), Route.of(path + "/#", table, table));
  }

  private static List<Route> calls() {
    return List.of(
        Route.of("calls", "calls", "calls"),
        Route.of("calls/#", "calls", "calls"),
        new Route("calls/filter/*", "calls", null, "number LIKE '%' || ? || '%'"));
  }

  private static List<Route> messages() {
    List<Route> all = new ArrayList<>(List.of(Route.of("", "sms", "sms"), Route.of("#", "sms", "sms")));
    String[] boxes = {"inbox", "sent", "draft", "outbox", "failed", "queued"};
    for (int type = 1; type <= boxes.length; type++) {
      all.add(new Route(boxes[type - 1], "sms", "sms", "type = " + type));
      all.add(new Route(boxes[type - 1] + "/#", "sms", "sms", "type = " + type + " AND _id = ?"));
    }
    all.add(new Route("undelivered", "sms", null, "type IN (4, 5, 6)"));
    all.add(Route.of("conversations", "view_threads", null));
    all.add(new Route("conversations/#", "sms", "sms", "thread_id = ?"));
    return all;
  }

  private static List<Route> multimedia() {
    return List.of(
        Route.of("", "pdu", "pdu"),
        Route.of("#", "pdu", "pdu"),
        new Route("inbox", "pdu", "pdu", "msg_box = 1"),
        new Route("sent", "pdu", "pdu", "msg_box = 2"),
        new Route("drafts", "pdu", "pdu", "msg_box = 3"),
        new Route("outbox", "pdu", "pdu", "msg_box = 4"),
        Route.of("part", "part", "part"),
        Route.of("part/#", "part", "part"),
        new Route("#/part", "part", "part", "mid = ?"),
        new Route("#/addr", "addr", "addr", "msg_id = ?"));
  }

  private static List<Route> threads() {
    return List.of(
        Route.of("conversations", "view_threads", null),
        new Route("conversations/#", "sms", "sms", "thread_id = ?"),
        new Route("conversations/#/recipients", "canonical_addresses", null, "_id = ?"),
        Route.of("canonical-addresses", "canonical_addresses", null),
        new Route("canonical-address/#", "canonical_addresses", null, "_id = ?"),
        Route.of("complete-conversations", "sms", null),
        new Route("undelivered", "sms", null, "type IN (4, 5, 6)"));
  }

  private static List<Route> calendar() {
    String range = "dtend >= ? AND dtstart <= ?";
    return List.of(
        Route.of("calendars", "calendars", "calendars"),
        Route.of("calendars/#", "calendars", "calendars"),
        Route.of("events", "view_events", "events"),
        Route.of("events/#", "view_events", "events"),
        Route.of("event_entities", "view_events", null),
        new Route("instances/when/#/#", "view_instances", null, range),
        new Route("instances/whenbyday/#/#", "view_instances", null, "1"),
        new Route("instances/search/#/#/*", "view_instances", null, range + " AND title LIKE '%' || ? || '%'"),
        Route.of("attendees", "attendees", "attendees"),
        Route.of("attendees/#", "attendees", "attendees"),
        Route.of("reminders", "reminders", "reminders"),
        Route.of("reminders/#", "reminders", "reminders"));
  }

  /** MediaStore volumes x kinds; {@code media_type} 1 image, 2 audio, 3 video. */
  private static List<Route> media() {
    List<Route> all = new ArrayList<>();
    for (String volume : new String[] {"external", "external_primary", "internal"}) {
      String in = volume.equals("internal") ? "volume_name = 'internal'" : "volume_name = 'external_primary'";
      kind(all, volume + "/images/media", in + " AND media_type = 1");
      kind(all, volume + "/audio/media", in + " AND media_type = 2");
      kind(all, volume + "/video/media", in + " AND media_type = 3");
      kind(all, volume + "/file", in);
      kind(all, volume + "/downloads", in + " AND is_download = 1");
      all.add(new Route(volume + "/images/thumbnails", "files", null, "0"));
      all.add(new Route(volume + "/video/thumbnails", "files", null, "0"));
      for (String group : new String[] {"albums", "artists", "genres", "playlists"}) {
        all.add(new Route(volume + "/audio/" + group, "files", null, "0"));
      }
    }
    return all;
  }

  private static void kind(List<Route> all, String path, String where) {
    all.add(new Route(path, "files", "files", where));
    all.add(new Route(path + "/#", "files", "files", where + " AND _id = ?"));
  }
}
