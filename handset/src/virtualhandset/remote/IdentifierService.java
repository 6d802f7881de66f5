package virtualhandset.remote;

import android.os.Parcel;
import java.util.Map;

/**
 * A vendor's identifier service: each call code stands for one answer, a text, or yes or no.
 *
 * @param answers call code to the text or {@link Boolean} that it gives
 */
public record IdentifierService(String descriptor, Map<Integer, Object> answers) implements RemoteObject {
  @Override
  public boolean answer(int code, Parcel data, Parcel reply) {
    if (!answers.containsKey(code)) return false;
    if (reply == null) return true;
    reply.writeNoException();
    Object answer = answers.get(code);
    if (answer instanceof Boolean yes) reply.writeInt(yes ? 1 : 0);
    else reply.writeString((String) answer);
    return true;
  }
}
