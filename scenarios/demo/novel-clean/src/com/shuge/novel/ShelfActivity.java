package com.shuge.novel;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.view.View;
import android.widget.ArrayAdapter;
import android.widget.ListView;
import android.widget.TextView;
import com.readmate.stats.ReadMate;

/** The book shelf. Asks once; whoever said no reads all the same and is not asked again. */
public final class ShelfActivity extends Activity implements ConsentDialog.Decision {
  private ReaderStore store;

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.shelf);
    store = new ReaderStore(this);
    findViewById(R.id.open_policy)
        .setOnClickListener(view -> startActivity(new Intent(this, PolicyActivity.class)));
    if (store.mode() == ReaderStore.UNDECIDED) {
      ConsentDialog.ask(this, this);
    } else {
      showShelf(store.mode() == ReaderStore.MEMBER ? R.string.shelf : R.string.guest_shelf);
    }
  }

  /** Nothing was decided, so nothing starts. */
  @Override
  public void hesitated() {}

  @Override
  public void agreed() {
    store.choose(ReaderStore.MEMBER);
    showShelf(R.string.shelf);
    ReadMate.get(this).onMember();
  }

  @Override
  public void browses() {
    store.choose(ReaderStore.GUEST);
    showShelf(R.string.guest_shelf);
  }

  @Override
  public void left() {
    store.choose(ReaderStore.LEFT);
    finishAndRemoveTask();
  }

  private void showShelf(int title) {
    findViewById(R.id.shelf).setVisibility(View.VISIBLE);
    ((TextView) findViewById(R.id.title)).setText(title);
    ListView list = findViewById(R.id.books);
    list.setAdapter(new ArrayAdapter<>(this, android.R.layout.simple_list_item_1, Books.titles()));
    list.setOnItemClickListener(
        (parent, view, position, id) ->
            startActivity(new Intent(this, BookActivity.class).putExtra(BookActivity.INDEX, position)));
  }
}
