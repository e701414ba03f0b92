package dev.killswitch.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeTest {
    /** The leaves and roots that Certificate Transparency's own implementations are tested with. */
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void publishedLeaves_givePublishedRoots() {
        var log = new MemoryLog();
        assertThat(log.edge().root().hex()).isEqualTo(ROOTS.getFirst());
        for (int size = 1; size <= LEAVES.size(); size++) {
            log.append(List.of(HexFormat.of().parseHex(LEAVES.get(size - 1))));
            assertThat(log.edge().root().hex()).isEqualTo(ROOTS.get(size));
        }
        var tree = new Tree(log);
        for (int size = 0; size <= LEAVES.size(); size++) {
            assertThat(tree.root(size).hex()).isEqualTo(ROOTS.get(size));
        }
    }

    @Test
    void oneByOneOrInBatches_isTheSameLog() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var whole = MemoryLog.of(1500);
        var parts = new MemoryLog(whole.key);
        while (parts.edge().size() < 1500) {
            parts.grow(
                    (int) Math.min(random.nextInt(1, 300), 1500 - parts.edge().size()));
        }
        assertThat(parts.edge().frontier())
                .as("seed %d", seed)
                .isEqualTo(whole.edge().frontier());
        assertThat(parts.tileCount()).isEqualTo(whole.tileCount()).isEqualTo(5);
        for (int n = 0; n < 5; n++) {
            assertThat(parts.tile(0, n)).isEqualTo(whole.tile(0, n));
        }
    }

    @Test
    void everySizeAndIndex_provesInclusionAndConsistency() {
        int sizeMax = 70;
        var log = MemoryLog.of(sizeMax);
        var tree = new Tree(log);
        List<Hash> leaves = log.leaves(0, sizeMax);
        for (int size = 1; size <= sizeMax; size++) {
            Hash root = tree.root(size);
            assertThat(root).isEqualTo(Frontier.rootOver(leaves.subList(0, size)));
            for (int index = 0; index < size; index++) {
                List<Hash> proof = tree.inclusion(index, size);
                assertThat(Proofs.included(leaves.get(index), index, size, proof, root))
                        .isTrue();
                assertThat(Proofs.included(leaves.get(index), (index + 1) % size, size, proof, root))
                        .isEqualTo(size == 1);
            }
            for (int from = 1; from <= size; from++) {
                List<Hash> proof = tree.consistency(from, size);
                assertThat(Proofs.consistent(from, tree.root(from), size, root, proof))
                        .isTrue();
                assertThat(Proofs.consistent(from, Hash.EMPTY_ROOT, size, root, proof))
                        .isFalse();
            }
        }
    }

    @Test
    void proofsAcrossTiles_hold() {
        int size = 70_000;
        var log = MemoryLog.of(size);
        var tree = new Tree(log);
        Hash root = log.edge().root();
        assertThat(tree.root(size)).isEqualTo(root);
        for (int index : new int[] {0, 255, 256, 65_535, 65_536, 69_887, 69_888, 69_999}) {
            Hash leaf = Hash.leaf(MemoryLog.entry(index));
            assertThat(Proofs.included(leaf, index, size, tree.inclusion(index, size), root))
                    .isTrue();
        }
        for (int from : new int[] {1, 255, 256, 257, 32_768, 65_535, 65_536, 65_537, 69_999, 70_000}) {
            List<Hash> proof = tree.consistency(from, size);
            assertThat(Proofs.consistent(from, tree.root(from), size, root, proof))
                    .isTrue();
        }
    }

    @Test
    void seventyThousandEntries_haveTheTilesOfTheSpecification() {
        var log = MemoryLog.of(70_000);
        assertThat(log.tileCount()).isEqualTo(273 + 1);
        assertThat(log.edge().tiles())
                .extracting(tile -> tile.path().toString())
                .containsExactly("tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1");
    }

    @Test
    void twoHundredFiftySixEntries_haveOneFullTileAndOneHashAboveIt() {
        var log = MemoryLog.of(256);
        assertThat(log.tileCount()).isEqualTo(1);
        assertThat(log.edge().tiles())
                .extracting(tile -> tile.path().toString())
                .containsExactly("tile/1/000.p/1");
        assertThat(log.edge().tiles().getFirst().hashes())
                .containsExactly(log.edge().root());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000})
    void edgeReadBack_goesOnAsIfNeverLeft(int size) {
        var log = MemoryLog.of(size);
        Frontier stored = Frontier.of(size, log.edge().frontier().bytes());
        Edge read = Edge.read(stored, log);
        List<byte[]> more = List.of(MemoryLog.entry(1), MemoryLog.entry(2));
        Edge.Appended expected = log.edge().append(more);
        Edge.Appended found = read.append(more);
        assertThat(found.edge().frontier()).isEqualTo(expected.edge().frontier());
        assertThat(found.edge().tiles()).isEqualTo(expected.edge().tiles());
        assertThat(found.tiles()).isEqualTo(expected.tiles());
        assertThat(found.first()).isEqualTo(size);
    }

    @Test
    void edgeOfAnotherRecord_isRefused() {
        var log = MemoryLog.of(300);
        var other = new MemoryLog();
        var entries = new ArrayList<>(log.entries(0, 300));
        entries.set(42, MemoryLog.entry(43));
        other.append(entries);
        assertThatThrownBy(() -> Edge.read(log.edge().frontier(), other))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the head of the ledger says size 300");
    }

    @Test
    void appendThatIsDropped_leavesTheEdgeAsItWas() {
        var log = MemoryLog.of(255);
        Frontier before = log.edge().frontier();
        assertThat(log.edge().append(List.of(MemoryLog.entry(255))).tiles()).hasSize(1);
        assertThat(log.edge().frontier()).isEqualTo(before);
        assertThat(log.edge().append(List.of(MemoryLog.entry(255))).tiles()).hasSize(1);
    }

    @Test
    void longestEntry_isTaken() {
        assertThat(Edge.EMPTY.append(List.of(new byte[65_535])).leaves()).hasSize(1);
    }

    @Test
    void oneByteMore_isRefusedWithTheLimit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Edge.EMPTY.append(List.of(new byte[65_536])))
                .withMessageContaining("at most 65535 bytes, this one has 65536");
    }

    @Test
    void frontierOfAnotherSize_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Frontier(3, List.of(Hash.EMPTY_ROOT)))
                .withMessageContaining("a frontier of size 3 has 2 hashes, found 1");
    }

    @Test
    void proofOutsideTheLog_isRefused() {
        var tree = new Tree(MemoryLog.of(3));
        assertThatIllegalArgumentException().isThrownBy(() -> tree.inclusion(3, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> tree.consistency(0, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> tree.consistency(4, 3));
    }
}
