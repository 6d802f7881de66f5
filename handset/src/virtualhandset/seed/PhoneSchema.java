package virtualhandset.seed;

/**
 * Tables and views with the column names of the public contracts (ContactsContract, CallLog, Telephony,
 * CalendarContract, MediaStore). Views join what the contracts show joined.
 */
final class PhoneSchema {
  private static final String CONTACT_COLUMNS =
      """
      r.contact_id AS contact_id, r.account_name, r.account_type,
      'c' || r.contact_id AS lookup, n.data1 AS display_name, n.data1 AS display_name_alt, n.data1 AS sort_key,
      upper(substr(n.data1, 1, 1)) AS phonebook_label, 0 AS photo_id, NULL AS photo_uri, NULL AS photo_thumb_uri,
      NULL AS photo_file_id, NULL AS custom_ringtone, 0 AS send_to_voicemail, r.starred, r.times_contacted,
      r.last_time_contacted, 1 AS in_visible_group, 40 AS display_name_source, NULL AS phonetic_name,
      r.contact_last_updated_timestamp, NULL AS contact_presence, NULL AS contact_status, 0 AS pinned,
      EXISTS (SELECT 1 FROM data p WHERE p.raw_contact_id = r._id
        AND p.mimetype = 'vnd.android.cursor.item/phone_v2') AS has_phone_number""";

  private static final String NAME_JOIN =
      " LEFT JOIN data n ON n.raw_contact_id = r._id AND n.mimetype = 'vnd.android.cursor.item/name'";

  static final String[] STATEMENTS = {
    """
    CREATE TABLE raw_contacts (_id INTEGER PRIMARY KEY AUTOINCREMENT, contact_id INTEGER, account_name TEXT,
      account_type TEXT, data_set TEXT, sourceid TEXT, backup_id TEXT, version INTEGER DEFAULT 1,
      dirty INTEGER DEFAULT 0, deleted INTEGER DEFAULT 0, aggregation_mode INTEGER DEFAULT 0,
      starred INTEGER DEFAULT 0, times_contacted INTEGER DEFAULT 0, last_time_contacted INTEGER DEFAULT 0,
      contact_last_updated_timestamp INTEGER DEFAULT 0, sync1 TEXT, sync2 TEXT, sync3 TEXT, sync4 TEXT)""",
    """
    CREATE TRIGGER aggregate AFTER INSERT ON raw_contacts WHEN new.contact_id IS NULL
      BEGIN UPDATE raw_contacts SET contact_id = new._id WHERE _id = new._id; END""",
    "CREATE TRIGGER forget AFTER DELETE ON raw_contacts"
        + " BEGIN DELETE FROM data WHERE raw_contact_id = old._id; END",
    """
    CREATE TABLE data (_id INTEGER PRIMARY KEY AUTOINCREMENT, raw_contact_id INTEGER, mimetype TEXT,
      is_primary INTEGER DEFAULT 0, is_super_primary INTEGER DEFAULT 0, is_read_only INTEGER DEFAULT 0,
      data_version INTEGER DEFAULT 1, data1 TEXT, data2 TEXT, data3 TEXT, data4 TEXT, data5 TEXT, data6 TEXT,
      data7 TEXT, data8 TEXT, data9 TEXT, data10 TEXT, data11 TEXT, data12 TEXT, data13 TEXT, data14 TEXT, data15 BLOB,
      data_sync1 TEXT, data_sync2 TEXT, data_sync3 TEXT, data_sync4 TEXT, res_package TEXT)""",
    "CREATE VIEW view_contacts AS SELECT r.contact_id AS _id, n._id AS name_raw_contact_id, "
        + CONTACT_COLUMNS + " FROM raw_contacts r" + NAME_JOIN + " WHERE r.deleted = 0",
    "CREATE VIEW view_data AS SELECT d.*, d.data1 AS number, " + CONTACT_COLUMNS
        + " FROM data d JOIN raw_contacts r ON r._id = d.raw_contact_id" + NAME_JOIN + " WHERE r.deleted = 0",
    "CREATE VIEW view_raw_contacts AS SELECT q.*, n.data1 AS display_name, n.data1 AS display_name_alt"
        + " FROM raw_contacts q LEFT JOIN data n ON n.raw_contact_id = q._id"
        + " AND n.mimetype = 'vnd.android.cursor.item/name'",
    "CREATE VIEW view_entities AS SELECT q.*, d._id AS data_id, d.mimetype, d.data1, d.data2, d.data3, d.data4,"
        + " d.data5, d.data6 FROM raw_contacts q LEFT JOIN data d ON d.raw_contact_id = q._id",
    """
    CREATE TABLE groups (_id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, notes TEXT, account_name TEXT,
      account_type TEXT, group_visible INTEGER DEFAULT 1, deleted INTEGER DEFAULT 0, system_id TEXT,
      summ_count INTEGER DEFAULT 0)""",
    """
    CREATE TABLE calls (_id INTEGER PRIMARY KEY AUTOINCREMENT, number TEXT, presentation INTEGER DEFAULT 1,
      post_dial_digits TEXT, via_number TEXT, date INTEGER, duration INTEGER, data_usage INTEGER, type INTEGER,
      features INTEGER DEFAULT 0, new INTEGER DEFAULT 0, name TEXT, numbertype INTEGER, numberlabel TEXT,
      countryiso TEXT, is_read INTEGER DEFAULT 1, geocoded_location TEXT, lookup_uri TEXT, matched_number TEXT,
      normalized_number TEXT, photo_id INTEGER, photo_uri TEXT, formatted_number TEXT,
      subscription_component_name TEXT, subscription_id TEXT, phone_account_address TEXT, voicemail_uri TEXT,
      transcription TEXT, last_modified INTEGER DEFAULT 0, block_reason INTEGER DEFAULT 0)""",
    """
    CREATE TABLE sms (_id INTEGER PRIMARY KEY AUTOINCREMENT, thread_id INTEGER, address TEXT, person INTEGER,
      date INTEGER, date_sent INTEGER DEFAULT 0, protocol INTEGER, read INTEGER DEFAULT 0,
      status INTEGER DEFAULT -1, type INTEGER, reply_path_present INTEGER, subject TEXT, body TEXT,
      service_center TEXT, locked INTEGER DEFAULT 0, sub_id INTEGER DEFAULT 1, error_code INTEGER DEFAULT 0,
      creator TEXT, seen INTEGER DEFAULT 0)""",
    """
    CREATE TABLE pdu (_id INTEGER PRIMARY KEY AUTOINCREMENT, thread_id INTEGER, date INTEGER,
      date_sent INTEGER DEFAULT 0, msg_box INTEGER, read INTEGER DEFAULT 1, m_id TEXT, sub TEXT, sub_cs INTEGER,
      ct_t TEXT, m_type INTEGER, m_size INTEGER, seen INTEGER DEFAULT 1, sub_id INTEGER DEFAULT 1,
      text_only INTEGER DEFAULT 1, creator TEXT)""",
    "CREATE TABLE part (_id INTEGER PRIMARY KEY AUTOINCREMENT, mid INTEGER, seq INTEGER DEFAULT 0, ct TEXT,"
        + " name TEXT, chset INTEGER, cid TEXT, cl TEXT, _data TEXT, text TEXT)",
    "CREATE TABLE addr (_id INTEGER PRIMARY KEY AUTOINCREMENT, msg_id INTEGER, contact_id INTEGER, address TEXT,"
        + " type INTEGER, charset INTEGER)",
    "CREATE TABLE canonical_addresses (_id INTEGER PRIMARY KEY AUTOINCREMENT, address TEXT)",
    """
    CREATE VIEW view_threads AS SELECT a._id, a._id AS thread_id, max(s.date) AS date, count(s._id) AS message_count,
      count(s._id) AS msg_count, a._id AS recipient_ids, s.body AS snippet, 1 AS read, 0 AS type, a.address, s.body
      FROM canonical_addresses a LEFT JOIN sms s ON s.thread_id = a._id GROUP BY a._id""",
    """
    CREATE TABLE calendars (_id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, calendar_displayName TEXT,
      account_name TEXT, account_type TEXT, ownerAccount TEXT, calendar_access_level INTEGER,
      calendar_color INTEGER DEFAULT -14069085, calendar_timezone TEXT, visible INTEGER DEFAULT 1,
      sync_events INTEGER DEFAULT 1, isPrimary INTEGER DEFAULT 1, deleted INTEGER DEFAULT 0, _sync_id TEXT,
      dirty INTEGER DEFAULT 0, maxReminders INTEGER DEFAULT 5, allowedReminders TEXT DEFAULT '0,1')""",
    """
    CREATE TABLE events (_id INTEGER PRIMARY KEY AUTOINCREMENT, calendar_id INTEGER, title TEXT, description TEXT,
      eventLocation TEXT, eventColor INTEGER, eventStatus INTEGER DEFAULT 1, dtstart INTEGER, dtend INTEGER,
      duration TEXT, eventTimezone TEXT, eventEndTimezone TEXT, allDay INTEGER DEFAULT 0,
      accessLevel INTEGER DEFAULT 0, availability INTEGER DEFAULT 0, hasAlarm INTEGER DEFAULT 0,
      hasExtendedProperties INTEGER DEFAULT 0, rrule TEXT, rdate TEXT, exrule TEXT, exdate TEXT, original_id INTEGER,
      original_sync_id TEXT, originalInstanceTime INTEGER, lastDate INTEGER, hasAttendeeData INTEGER DEFAULT 0,
      guestsCanModify INTEGER DEFAULT 0, organizer TEXT, deleted INTEGER DEFAULT 0, selfAttendeeStatus INTEGER,
      customAppPackage TEXT, customAppUri TEXT, uid2445 TEXT, _sync_id TEXT, dirty INTEGER DEFAULT 0)""",
    """
    CREATE VIEW view_events AS SELECT e.*, c.calendar_displayName, c.account_name, c.account_type, c.ownerAccount,
      c.visible, c.calendar_color, c.calendar_access_level, c.isPrimary
      FROM events e JOIN calendars c ON c._id = e.calendar_id""",
    "CREATE VIEW view_instances AS SELECT v.*, v._id AS event_id, v.dtstart AS begin, v.dtend AS end,"
        + " 0 AS startDay, 0 AS endDay, 0 AS startMinute, 0 AS endMinute FROM view_events v",
    "CREATE TABLE attendees (_id INTEGER PRIMARY KEY AUTOINCREMENT, event_id INTEGER, attendeeName TEXT,"
        + " attendeeEmail TEXT, attendeeStatus INTEGER, attendeeRelationship INTEGER, attendeeType INTEGER)",
    "CREATE TABLE reminders (_id INTEGER PRIMARY KEY AUTOINCREMENT, event_id INTEGER, minutes INTEGER,"
        + " method INTEGER)",
    """
    CREATE TABLE files (_id INTEGER PRIMARY KEY AUTOINCREMENT, _data TEXT, _display_name TEXT, title TEXT,
      _size INTEGER, mime_type TEXT, media_type INTEGER, date_added INTEGER, date_modified INTEGER,
      datetaken INTEGER, width INTEGER, height INTEGER, orientation INTEGER DEFAULT 0, latitude REAL,
      longitude REAL, relative_path TEXT, bucket_id INTEGER, bucket_display_name TEXT, owner_package_name TEXT,
      volume_name TEXT DEFAULT 'external_primary', is_pending INTEGER DEFAULT 0, is_trashed INTEGER DEFAULT 0,
      is_favorite INTEGER DEFAULT 0, is_download INTEGER DEFAULT 0, date_expires INTEGER, duration INTEGER,
      resolution TEXT, description TEXT, mini_thumb_magic INTEGER, picasa_id TEXT, isprivate INTEGER,
      artist TEXT, album TEXT, album_id INTEGER, artist_id INTEGER, track INTEGER, year INTEGER, composer TEXT,
      is_music INTEGER, is_ringtone INTEGER, is_alarm INTEGER, is_notification INTEGER, tags TEXT, category TEXT,
      language TEXT, parent INTEGER, generation_added INTEGER DEFAULT 1, generation_modified INTEGER DEFAULT 1,
      document_id TEXT, instance_id TEXT, original_document_id TEXT, xmp BLOB)""",
    "CREATE TABLE words (_id INTEGER PRIMARY KEY AUTOINCREMENT, word TEXT, frequency INTEGER DEFAULT 250, locale TEXT,"
        + " appid INTEGER DEFAULT 0, shortcut TEXT)",
    "INSERT INTO words (word) VALUES ('handset')",
    "CREATE TABLE voicemails (_id INTEGER PRIMARY KEY AUTOINCREMENT, number TEXT, date INTEGER, duration INTEGER,"
        + " is_read INTEGER DEFAULT 0, source_package TEXT, transcription TEXT)",
  };

  private PhoneSchema() {}
}
