package virtualhandset.seed;

import android.app.Application;
import android.telephony.CellIdentityLte;
import android.telephony.CellInfo;
import android.telephony.ServiceState;
import android.telephony.SubscriptionInfo;
import android.telephony.SubscriptionManager;
import android.telephony.TelephonyManager;
import android.telephony.gsm.GsmCellLocation;
import java.util.List;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.CellIdentityLteBuilder;
import org.robolectric.shadows.CellInfoLteBuilder;
import org.robolectric.shadows.ShadowSubscriptionManager;
import org.robolectric.shadows.ShadowSubscriptionManager.SubscriptionInfoBuilder;
import org.robolectric.shadows.ShadowTelephonyManager;

/** The modem: IMEI, SIM, operator, subscription and the serving cell. */
final class TelephonySeed {
  static final String DEFAULT_OPERATOR = "China Mobile";
  private static final int SUBSCRIPTION_ID = 1;
  private static final int DEFAULT_CELL_ID = 27447297;
  private static final int DEFAULT_TRACKING_AREA = 4301;

  private TelephonySeed() {}

  static void apply(Application app, SeedValues seed) {
    TelephonyManager telephony = app.getSystemService(TelephonyManager.class);
    ShadowTelephonyManager shadow = Shadow.extract(telephony);
    String imei = seed.text("imei");
    if (imei != null) {
      shadow.setImei(imei);
      shadow.setImei(0, imei);
      shadow.setDeviceId(imei);
      shadow.setDeviceId(0, imei);
    }
    if (seed.has("meid")) {
      shadow.setMeid(seed.text("meid"));
      shadow.setMeid(0, seed.text("meid"));
    }
    if (seed.has("imsi")) shadow.setSubscriberId(seed.text("imsi"));
    if (seed.has("iccid")) shadow.setSimSerialNumber(seed.text("iccid"));
    if (seed.has("phoneNumber")) shadow.setLine1Number(seed.text("phoneNumber"));
    boolean sim = seed.has("imsi") || seed.has("iccid") || seed.has("phoneNumber") || seed.has("operator");
    String operator = seed.text("operator", DEFAULT_OPERATOR);
    String code = operatorCode(seed);
    shadow.setPhoneType(TelephonyManager.PHONE_TYPE_GSM);
    shadow.setPhoneCount(1);
    shadow.setActiveModemCount(1);
    shadow.setSimState(sim ? TelephonyManager.SIM_STATE_READY : TelephonyManager.SIM_STATE_ABSENT);
    shadow.setNetworkOperator(sim ? code : "");
    shadow.setNetworkOperatorName(sim ? operator : "");
    shadow.setSimOperator(sim ? code : "");
    shadow.setSimOperatorName(sim ? operator : "");
    shadow.setNetworkCountryIso(sim ? seed.text("country", "cn") : "");
    shadow.setSimCountryIso(sim ? seed.text("country", "cn") : "");
    shadow.setDataNetworkType(TelephonyManager.NETWORK_TYPE_LTE);
    shadow.setVoiceNetworkType(TelephonyManager.NETWORK_TYPE_LTE);
    shadow.setServiceState(new ServiceState());
    shadow.setAllCellInfo(List.of());
    shadow.setCallbackCellInfos(List.of());
    if (sim) {
      cell(shadow, code, seed.object("cell"));
      subscription(app, telephony, seed, operator, code);
    } else {
      ShadowSubscriptionManager none = Shadow.extract(app.getSystemService(SubscriptionManager.class));
      none.setActiveSubscriptionInfoList(List.of());
    }
  }

  /** An IMSI starts with the five digits of its operator; without one, the operator code of the same country is used. */
  static String operatorCode(SeedValues seed) {
    String imsi = seed.text("imsi", "");
    return imsi.matches("\\d{6,15}") ? imsi.substring(0, 5) : "46000";
  }

  private static void cell(ShadowTelephonyManager shadow, String code, SeedValues cell) {
    int id = (int) cell.integer("id", DEFAULT_CELL_ID);
    int area = (int) cell.integer("area", DEFAULT_TRACKING_AREA);
    CellIdentityLte identity =
        CellIdentityLteBuilder.newBuilder()
            .setMcc(code.substring(0, 3)).setMnc(code.substring(3)).setCi(id).setTac(area).setPci(17).setEarfcn(1300)
            .build();
    List<CellInfo> cells =
        List.of(CellInfoLteBuilder.newBuilder().setRegistered(true).setCellIdentity(identity).build());
    shadow.setAllCellInfo(cells);
    shadow.setCallbackCellInfos(cells);
    GsmCellLocation location = new GsmCellLocation();
    location.setLacAndCid(area, id);
    shadow.setCellLocation(location);
  }

  private static void subscription(
      Application app, TelephonyManager telephony, SeedValues seed, String operator, String code) {
    SubscriptionInfo info =
        SubscriptionInfoBuilder.newBuilder()
            .setId(SUBSCRIPTION_ID).setSimSlotIndex(0).setIccId(seed.text("iccid", "")).setDisplayName(operator)
            .setCarrierName(operator).setNumber(seed.text("phoneNumber", "")).setCountryIso(seed.text("country", "cn"))
            .setMcc(code.substring(0, 3)).setMnc(code.substring(3))
            .buildSubscriptionInfo();
    ShadowSubscriptionManager shadow = Shadow.extract(app.getSystemService(SubscriptionManager.class));
    shadow.setActiveSubscriptionInfos(info);
    shadow.setAvailableSubscriptionInfos(info);
    shadow.setAllSubscriptionInfos(info);
    shadow.setAccessibleSubscriptionInfos(info);
    if (seed.has("phoneNumber")) shadow.setPhoneNumber(SUBSCRIPTION_ID, seed.text("phoneNumber"));
    ShadowSubscriptionManager.setDefaultSubscriptionId(SUBSCRIPTION_ID);
    ShadowSubscriptionManager.setDefaultDataSubscriptionId(SUBSCRIPTION_ID);
    ShadowSubscriptionManager.setDefaultSmsSubscriptionId(SUBSCRIPTION_ID);
    ShadowSubscriptionManager.setDefaultVoiceSubscriptionId(SUBSCRIPTION_ID);
    ShadowSubscriptionManager.setActiveDataSubscriptionId(SUBSCRIPTION_ID);
    ShadowSubscriptionManager.putPhoneId(SUBSCRIPTION_ID, 0);
    ShadowTelephonyManager own = Shadow.extract(telephony);
    own.setTelephonyManagerForSubscriptionId(SUBSCRIPTION_ID, telephony);
  }
}
