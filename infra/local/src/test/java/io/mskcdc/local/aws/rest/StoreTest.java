package io.mskcdc.local.aws.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  @TempDir Path folder;

  record Thing(String arn, String created, String description) {}

  private Store<Thing> store() {
    return new Store<>(folder, Thing.class, Thing::arn, Thing::created);
  }

  @Test
  void aNewStoreReadsTheResourcesInOrderOfCreation() {
    Thing late = new Thing("arn:aws:x:::thing/a/1", "2026-05-05", "last");
    Thing early = new Thing("arn:aws:x:::thing/b/2", "2026-05-04", null);
    Thing removed = new Thing("arn:aws:x:::thing/c/3", "2026-05-03", null);
    Store<Thing> store = store();
    store.put(late);
    store.put(early);
    store.put(removed);

    store.remove(removed.arn());

    assertThat(store().all()).containsExactly(early, late);
    assertThat(store().get(late.arn())).contains(late);
    assertThat(store().has(removed.arn())).isFalse();
  }

  @Test
  void aFileThatWasHalfWrittenIsNotRead() throws IOException {
    store().put(new Thing("arn:aws:x:::thing/a/1", "2026-05-05", "first"));
    Files.writeString(folder.resolve("new"), "{\"arn\": \"arn:aws:x");

    assertThat(store().all()).hasSize(1);
  }
}
