"""What a compile reads of the packages below it, told from their text."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslmem.machine.project.source import go_outline
from wslmem.machine.project.source.go_generics import MOST, Generics
from wslmem.machine.project.source.go_package import Key, Package
from wslmem.machine.project.source.go_reads import Closure, Reads
from wslmem.machine.project.source.go_wrappers import Wrappers


def read(*packages: tuple[str, str]) -> list[Reads]:
    """What each of these packages reads: `(path, text)`, needed ones first, known by the last part of their path."""
    names = {path.rpartition("/")[2].encode(): path for path, _ in packages}
    found = []
    for path, text in packages:
        outline, uses = go_outline.read([f"package p\n{text}".encode()])
        found.append((Package(path, names | outline.aliases, outline), uses))
    closure = Closure()
    for one, _ in found:
        closure.add(one.path, lambda one=one: one)
    return [closure.reads(one, uses) for one, uses in found]


API = '\ntype Pod struct {\n\tSpec Spec `json:"spec"`\n}\n\ntype Spec struct {\n\tNames []string\n}\n'
CLIENT = """
import (
	"context"

	v1 "x/api"
)

type Interface interface {
	// Pods is not Watcher.
	Pods(namespace string) PodInterface
}

type PodInterface interface {
	Get(ctx context.Context, name string) (*v1.Pod, error)
	List(ctx context.Context) ([]v1.Pod, error)
}

type Watcher interface {
	Watch()
}

func New(host string) (*Client, error) {
	return nil, nil
}

type Client struct{ hidden inner }

type inner struct {
	pods map[string]PodInterface
}

func (c *Client) Watcher() (
	Watcher,
	error,
) {
	return nil, nil
}
"""


def test_all_that_can_be_reached_from_what_is_named_is_read():
    uses = [
        '\nimport "x/client"\n\nvar all client.Interface\n',
        '\nimport "x/client"\n\nfunc f() {\n\tc, _ := client.New("")\n\t_ = c\n}\n',
        '\nimport "x/client"\n\nvar one client.Watcher\n',
        '\nimport other "x/client"\n\nvar one other.Watcher\n',
        "\nvar nothing int\n",
    ]
    found = read(("x/api", API), ("x/client", CLIENT), *((f"x/user{i}", text) for i, text in enumerate(uses)))
    assert [one.interface_methods for one in found] == [0, 0, 3, 3, 1, 1, 0]


@given(st.data())
def test_what_is_reached_is_the_closure_of_what_types_name(data):
    count = data.draw(st.integers(1, 12))
    borders = sorted(data.draw(st.sets(st.integers(1, count), max_size=3)) | {0, count})
    home = {number: at for at, (first, last) in enumerate(pairwise(borders)) for number in range(first, last)}
    edges = {
        number: data.draw(st.sets(st.sampled_from([other for other in home if home[other] <= home[number]])))
        for number in home
    }
    interfaces = data.draw(st.sets(st.sampled_from(sorted(home))))

    def declaration(number: int) -> str:
        names = [f"T{one}" if home[one] == home[number] else f"p{home[one]}.T{one}" for one in sorted(edges[number])]
        if number in interfaces:
            return f"\ntype T{number} interface {{\n\tM()\n" + "".join(f"\tM{one}() {one}\n" for one in names) + "}\n"
        return f"\ntype T{number} struct {{\n" + "".join(f"\tf{at} *{one}\n" for at, one in enumerate(names)) + "}\n"

    imports = '\nimport "fmt"\n'
    texts = [
        (f"x/p{at}", imports + "".join(declaration(one) for one in home if home[one] == at)) for at in home.values()
    ]
    named = data.draw(st.sampled_from(sorted(home)))
    user = ("x/user", f"{imports}\nvar v p{home[named]}.T{named}\n")
    reached, todo = {named}, [named]
    while todo:
        new = edges[todo.pop()] - reached
        reached |= new
        todo += new
    expected = sum(1 + len(edges[one]) for one in reached & interfaces)
    assert read(*dict(texts).items(), user)[-1].interface_methods == expected


GENERIC = """
type Cache[K comparable, V any] struct {
	items map[K]Entry[V]
}

type Entry[V any] struct{ value V }

func (e Entry[V]) Value() V {
	return e.value
}

func (c *Cache[K, V]) Get(key K) V {
	return c.items[key].value
}

func Map[T, U any](items []T, f func(T) U) []U {
	return nil
}
"""
VALUE, GET = (len(GENERIC[GENERIC.index(head) :].partition("\n}")[0]) for head in ("(e Entry[V])", "(c *Cache[K, V])"))
CACHE = 3
"""Get of a Cache; Value of an Entry, and for a pointer to one."""


def generic(text: str) -> tuple[int, int]:
    found = read(("x/generic", GENERIC), ("x/user", f'\nimport "x/generic"\n{text}'))[-1]
    return found.instances, found.generic_reached


def body(*lines: str) -> str:
    """A function of these lines."""
    return "\nfunc f() {\n\t" + "\n\t".join(lines) + "\n}\n"


def test_generic_code_is_counted_for_each_list_of_types_and_for_each_shape_of_them():
    assert generic(body("x := generic.Map(a, b)")) == (1 + 1, 0)
    assert generic(body("x := generic.Map[int, string](generic.Map[bool, int](a))")) == (2 + 2, 0)
    assert generic(body("x, y := generic.Map[*A, *B](a), generic.Map[*C, *D](b)")) == (2 + 1, 0)
    assert generic(body("x := generic.Map(a, List[int]{})")) == (1 + 1, 0)
    assert generic(body("x, y := generic.Map(A[int]{}), B[bool]{}")) == (2 + 2, 0)
    same = "\ntype A struct {\n\tx int\n}\n\ntype B struct {\n\tx int\n}\n"
    assert generic(same + body("x, y := generic.Map[A, int](a), generic.Map[B, int](b)")) == (2 + 1, 0)


def test_a_function_literal_tells_the_types_of_the_generic_code_that_takes_it():
    one = "x := generic.Map(a, func(k int) string { return s })"
    assert generic(body(one)) == (1 + 1, 0)
    assert generic(body(one, one)) == (1 + 1, 0)
    assert generic(body(one, "y := generic.Map(a, func(k bool) int {")) == (2 + 2, 0)
    assert generic(body(one, "y := generic.Map(", "\ta,", "\tfunc(k bool) int {")) == (2 + 2, 0)
    assert generic(body(one, "y := generic.Map(a(), b)", "z := func(k bool) int {")) == (1 + 1, 0)
    assert generic(body("x := strings.Map(func(r rune) rune {")) == (0, 0)


def test_what_generic_code_calls_without_saying_which_types_is_compiled_with_it():
    both = '\nimport "x/generic"\n\nfunc Both[K, V any](k K, v V) {\n\tgeneric.Map(k, v)\n\tprint(k)\n}\n'
    user = '\nimport "x/both"\n' + body("both.Both[int, string](1, s)")
    for text, functions in ((both, 2), (both.replace("generic.Map(", "k.Map("), 1)):
        found = read(("x/generic", GENERIC), ("x/both", text), ("x/user", user))[-1]
        assert found.instances == functions + functions


def test_generic_code_that_hands_its_own_parameters_on_compiles_nothing_by_itself():
    own = "\nfunc Own[T any](t T) {\n\t_ = generic.Map[T, T](t)\n}\n"
    assert generic(own) == (0, 0)
    assert generic(own + "\nfunc f() {\n\t_ = generic.Map[int, int](1)\n}\n") == (2, 0)


def test_the_methods_of_an_instantiated_type_are_compiled_wherever_it_is_reached():
    field = "\ntype Server struct {\n\tcache *generic.Cache[string, int]\n}\n"
    assert generic(field) == (2 * CACHE, GET + VALUE)
    server = ("x/server", f'\nimport "x/generic"\n{field}')
    far = ("x/far", '\nimport "x/server"\n\nvar s server.Server\n')
    assert read(("x/generic", GENERIC), server, far)[-1] == Reads(0, 2 * CACHE, GET + VALUE, 0)


def test_a_generic_type_that_is_embedded_with_several_types_is_reached():
    field = "\ntype Server struct {\n\t*generic.Cache[string, int]\n}\n"
    assert generic(field) == (2 * CACHE, GET + VALUE)


def test_what_is_given_several_lists_by_something_generic_counts_for_each():
    both = "\ntype Both[T any] struct {\n\tone generic.Entry[T]\n\ttwo generic.Entry[*T]\n}\n"
    used = both + "\nfunc f() {\n\t_ = Both[int]{}\n}\n"
    found = read(("x/generic", GENERIC), ("x/user", f'\nimport "x/generic"\n{used}'))[-1]
    entries = 2 * 2
    assert found.instances == 2 * entries


METHODS = """
type Base struct {
	sync.Mutex
}

func (b Base) Value() {}

func (b *Base) Pointer() {}

type Reader interface {
	Read()
}
"""


@pytest.mark.parametrize(
    ("embedding", "written"),
    [
        ("type T struct {\n\tname string\n}\n", 0),
        ("type T struct {\n\tBase\n}\n", 2 + 1),
        ("type T struct {\n\t*Base // by pointer\n}\n", 2 + 2),
        ("type T struct{ *Base }\n", 2 + 2),
        ('type T struct {\n\tReader `json:"-"`\n}\n', 1 + 1),
        ("type T struct {\n\tbase Base\n}\n", 0),
        ("type T struct {\n\tBase\n}\n\nfunc (t *T) Value() {}\n", 1),
        ("type T struct{}\n\nfunc (t T) One() {}\n\nfunc (T) Two() {}\n", 2),
        ("type T = Base\n", 0),
        ("type B = Base\n\ntype T struct {\n\tB\n}\n", 2 + 1),
        ("type T interface {\n\tReader\n\tWrite()\n}\n", 2),
        ("type T[P any] struct {\n\tBase\n}\n", 0),
    ],
)
def test_methods_are_written_for_pointers_and_for_what_is_embedded(embedding, written):
    own = 2
    """Value of a pointer to Base, and Read of a Reader."""
    assert read(("x/p", f"{METHODS}\n{embedding}"))[0].wrappers == own + written


@given(st.data())
def test_a_type_has_the_methods_of_all_that_it_embeds(data):
    count = data.draw(st.integers(1, 8))
    by_pointer = data.draw(st.lists(st.booleans(), min_size=count, max_size=count))
    edges = [
        {
            other: data.draw(st.booleans())
            for other in data.draw(st.sets(st.integers(0, one - 1)) if one else st.just(set()))
        }
        for one in range(count)
    ]

    def chains(one: int) -> list[tuple[int, bool]]:
        """What is embedded, and whether by a pointer anywhere on the way."""
        near = list(edges[one].items())
        return near + [(far, star or more) for other, star in near for far, more in chains(other)]

    texts, expected = [], 0
    for one in range(count):
        fields = "".join(f"\t{'*' if star else ''}T{other}\n" for other, star in edges[one].items())
        texts.append(f"\ntype T{one} struct {{\n{fields}}}\n\nfunc (t {'*' * by_pointer[one]}T{one}) M{one}() {{}}\n")
        every = {other for other, _ in chains(one)}
        by_value = {other for other, star in chains(one) if star or not by_pointer[other]}
        expected += len(every) + len(by_value) + (not by_pointer[one])
    assert read(("x/p", "".join(texts)))[0].wrappers == expected


def test_methods_that_are_embedded_from_another_package_are_written_here():
    user = '\nimport "x/p"\n\ntype T struct {\n\t*p.Base\n}\n'
    assert read(("x/p", METHODS), ("x/user", user))[-1].wrappers == 2 + 2


def test_types_in_a_group_are_found():
    grouped = "\ntype (\n\t// A is first.\n\tA interface {\n\t\tOne() B\n\t}\n\tC int\n"
    grouped += "\tB interface {\n\t\tTwo()\n\t}\n)\n"
    outline, _ = go_outline.read([f"package p\n{grouped}".encode()])
    assert sorted(outline.declared) == [b"A", b"B", b"C"]
    user = '\nimport "x/group"\n\nvar a group.A\n'
    assert read(("x/group", grouped), ("x/user", user))[-1].interface_methods == 2


STARTS = [b"\ntype A[T", b"\nfunc (", b"\nimport (", b"\ntype (\n\tA", b"](", b"["]


@given(st.lists(st.binary()), st.sampled_from(STARTS))
def test_no_text_is_too_broken_for_an_outline(texts, start):
    outline, uses = go_outline.read([start + text for text in texts])
    closure = Closure()
    for one in (Package("p", {}, outline), Package("q", {b"p": "p"}, outline)):
        closure.add(one.path, lambda one=one: one)
        closure.reads(one, uses)


def test_a_chain_of_embedded_types_has_the_methods_of_its_end_however_long_it_is():
    chain = [f"type T{at} struct {{\n\tT{at + 1}\n}}\n" for at in range(3000)]
    end = "type T3000 struct {\n}\n\nfunc (t T3000) Do() {\n}\n"
    assert read(("x/api", "\n" + "\n".join([*chain, end])))[0].wrappers == 2 * 3000 + 1


def test_a_chain_of_types_that_each_add_a_method_takes_no_more_memory_than_is_allowed() -> None:
    length, most = 300, 1000
    chain = [f"\ntype T{at} struct {{\n\tT{at + 1}\n}}\n\nfunc (t T{at}) M{at}() {{\n}}\n" for at in range(length)]
    wrappers = Wrappers(closure_of("".join(chain)).known, most)
    for at in reversed(range(length)):
        assert wrappers.count(("p", f"T{at}".encode())) > 0
    kept = sum(len(one.by_value) + len(one.every) for one in wrappers.sets.values())
    assert most < kept <= 2 * (most + length)


def test_types_that_embed_each_other_in_a_circle_are_read():
    circle = "\ntype A struct {\n\t*B\n}\n\ntype B struct {\n\t*A\n}\n\nfunc (b B) Do() {\n}\n"
    assert read(("x/api", circle))[0].wrappers > 0


def chain_of_generics(length: int) -> str:
    return "".join(f"\nfunc F{at}[T any](x T) {{\n\tF{at + 1}[T](x)\n}}\n" for at in range(length))


def closure_of(text: str) -> Closure:
    outline, _ = go_outline.read([f"package p\n{text}".encode()])
    closure = Closure()
    closure.add("p", lambda: Package("p", {}, outline))
    return closure


def test_a_chain_of_generic_code_is_read_once_however_many_reach_it() -> None:
    read_of = Counter[Key]()

    class Counted(Generics):
        def given_on(self, key: Key) -> Counter[Key]:
            read_of[key] += 1
            return super().given_on(key)

    length = 100
    closure = closure_of(chain_of_generics(length))
    generics = Counted(closure.known, closure.wrappers)
    found = [generics.of(("p", f"F{at}".encode())).functions for at in range(length)]
    assert found == list(range(length, 0, -1))
    assert max(read_of.values()) == 1


def test_a_chain_of_generic_code_is_followed_as_far_as_no_program_goes() -> None:
    length = 4 * MOST
    generics = closure_of(chain_of_generics(length)).generics
    found = [generics.of(("p", f"F{at}".encode())).functions for at in range(length)]
    assert found == [min(MOST, length - at) for at in range(length)]


def test_of_much_generic_code_that_one_gives_its_types_the_nearest_counts() -> None:
    far = chain_of_generics(MOST)
    near = "".join(f"\nfunc G{at}[T any](x T) {{\n\tprint(x)\n}}\n" for at in range(MOST // 2))
    calls = "".join(f"\tG{at}[T](x)\n" for at in range(MOST // 2))
    generics = closure_of(f"{far}{near}\nfunc All[T any](x T) {{\n\tF0[T](x)\n{calls}}}\n").generics
    size = generics.of(("p", b"G1")).size
    assert generics.of(("p", b"All")).functions == MOST
    assert generics.of(("p", b"All")).size >= MOST // 2 * size
