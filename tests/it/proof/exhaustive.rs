//! Every request of a small world: what is proved holds for each, and what one shows is not denied.
#![expect(clippy::print_stdout, reason = "what was counted")]

use arnlint::access::{ArnReading, Request, Truth, says};
use arnlint::policy::Policy;
use arnlint::proof::{Answer, Options, Region, Universe, Verdict, new_access};
use serde_json::Value;

use super::generator::{Random, changed, policy};
use super::more_worlds::{ARNS, LISTS, NETWORK, ROLES, S3, SERVICES, VARIABLES};
use super::with;
use super::worlds::{CALLERS, DATES, TEXTS, TYPED, World};

/// What came of the pairs of a world.
#[derive(Debug, Default)]
struct Counts {
    proved: usize,
    shown: usize,
    unknown: usize,
    /// Unknown, although every request of the world is settled.
    needless: usize,
    /// Unknown, although a request of the world shows it.
    missed: usize,
}

/// Whether the first policy allows the request and the second does not, in this reading of ARNs.
pub(super) fn is_new(new: &Policy<'_>, old: &Policy<'_>, request: &Request, reading: ArnReading) -> Truth {
    let request = request.clone().with_arns(reading);
    let allowed = says(new, &request).allowed();
    if allowed.is_false() { allowed } else { allowed.and(!says(old, &request).allowed()) }
}

/// The same request for another action.
fn asking_for(request: &Request, action: &str) -> Request {
    let (caller, resource) = (request.principal().clone(), request.resource().clone());
    Request::new(caller, action, resource, request.context().clone()).unwrap()
}

/// A pair of policies with all that there is to say about it where something is wrong.
struct Pair<'p> {
    new: &'p Policy<'p>,
    old: &'p Policy<'p>,
    world: &'p World,
    readings: &'p [ArnReading],
}

impl Pair<'_> {
    #[track_caller]
    fn hold(&self, answer: &Answer, requests: &[Request], counts: &mut Counts) {
        let text = || format!("{}\n{}\n{:?}", self.new.tree.text(), self.old.tree.text(), answer.verdict);
        let truths = |request: &Request| -> Vec<Truth> {
            self.readings.iter().map(|reading| is_new(self.new, self.old, request, *reading)).collect()
        };
        match answer.verdict {
            Verdict::None => {
                counts.proved += 1;
                let wrong = requests.iter().find(|request| truths(request).contains(&Truth::True));
                assert!(wrong.is_none(), "{}\n{wrong:?}", text());
            }
            Verdict::Witness => {
                counts.shown += 1;
                for region in &answer.regions {
                    let request = &region.request;
                    assert!(truths(request).iter().all(|truth| truth.is_true()), "{}\n{request:?}", text());
                    assert!(region.actions.iter().any(|action| action == request.action()), "{region:?}");
                    self.fits(region, &truths);
                }
            }
            Verdict::Unknown(_) => {
                counts.unknown += 1;
                let truths: Vec<Vec<Truth>> = requests.iter().map(truths).collect();
                let missed = truths.iter().position(|truths| truths.iter().all(|truth| truth.is_true()));
                counts.missed += usize::from(missed.is_some());
                // What a plain request shows is missed only where variables meet, or readings of ARNs do.
                let is_plain = self.readings.len() == 1 && !text().contains("${");
                let missed = missed.filter(|_| is_plain).map(|at| &requests[at]);
                assert!(missed.is_none(), "{}\n{missed:?}", text());
                counts.needless += usize::from(truths.iter().flatten().all(|truth| truth.is_false()));
            }
        }
    }
}

impl Pair<'_> {
    /// What is shown is a request of the world, and what is said of other actions holds for them.
    #[track_caller]
    fn fits(&self, region: &Region, truths: &dyn Fn(&Request) -> Vec<Truth>) {
        let request = &region.request;
        let resource = request.resource().exact().unwrap();
        let text = || format!("{}\n{}\n{request:?}", self.new.tree.text(), self.old.tree.text());
        if self.world.universe == Universe::Raw {
            // Where variables or readings meet, only the action of the request itself is confirmed.
            if self.readings.len() > 1 || text().contains("${") {
                return;
            }
            for action in &region.actions {
                let other = asking_for(request, action);
                // Keys that do not matter to the one may matter to the other, but nothing that is said speaks against it.
                assert!(!truths(&other).iter().any(|truth| truth.is_false()), "{action}: {}", text());
            }
        } else if self.world.asked_actions.contains(&request.action()) && !resource.contains("accesspoint/") {
            let exists = self.world.exists;
            assert!(
                exists(request.principal(), request.action(), resource, request.context()),
                "{request:?}"
            );
        }
    }
}

/// Holds pairs of a world's policies against its requests; at most one in `rare` questions may have no answer.
fn hold(world: &World, seed: u64, pairs: usize, rare: usize) {
    let options = Options { arns: world.arns, universe: world.universe, regions: 2, fuel: 2_000_000 };
    let both = [ArnReading::Flat, ArnReading::Parts];
    let readings = world.arns.as_ref().map_or(&both[..], std::slice::from_ref);
    let requests = world.requests();
    let mut random = Random(seed);
    let mut counts = Counts::default();
    for _ in 0..pairs {
        let one = policy(&mut random, world);
        let two =
            if random.below(3) == 0 { policy(&mut random, world) } else { changed(&mut random, &one, world) };
        let ask = |new: &Value, old: &Value, counts: &mut Counts| {
            with(&new.to_string(), Some(world.kind), |new| {
                with(&old.to_string(), Some(world.kind), |old| {
                    let answer = new_access(new, old, options);
                    Pair { new, old, world, readings }.hold(&answer, &requests, counts);
                });
            });
        };
        ask(&one, &two, &mut counts);
        ask(&two, &one, &mut counts);
    }
    println!("{seed:#x}: {} requests, {counts:?}", requests.len());
    assert!(counts.proved * 4 > pairs && counts.shown * 4 > pairs, "{counts:?}");
    assert!(counts.unknown * rare <= 2 * pairs, "{counts:?}");
    assert!(counts.missed * 25 <= 2 * pairs, "{counts:?}");
}

#[test]
fn texts_and_lists() {
    hold(&TEXTS, 0x9e37_79b9, 150, 100);
}

#[test]
fn numbers_addresses_and_truth_values() {
    hold(&TYPED, 0x85eb_ca6b, 120, 100);
}

#[test]
fn dates() {
    hold(&DATES, 0xc2b2_ae35, 100, 100);
}

#[test]
fn callers_and_what_follows_from_them() {
    hold(&CALLERS, 0x27d4_eb2f, 110, 12);
}

#[test]
fn policy_variables() {
    hold(&VARIABLES, 0x5851_f42d, 80, 12);
}

#[test]
fn lists_of_keys_that_no_table_knows() {
    hold(&LISTS, 0x4c95_7f2d, 150, 100);
}

#[test]
fn networks_and_credentials() {
    hold(&NETWORK, 0x1405_7b7e, 50, 50);
}

#[test]
fn services_and_for_whom_they_call() {
    hold(&SERVICES, 0xf767_814f, 100, 12);
}

#[test]
fn roles_and_who_may_take_them() {
    hold(&ROLES, 0x6a09_e667, 100, 10);
}

#[test]
fn both_readings_of_arns() {
    hold(&ARNS, 0xbb67_ae85, 100, 6);
}

#[test]
fn actions_of_the_service_reference() {
    hold(&S3, 0x3c6e_f372, 12, 12);
}

#[test]
fn with_too_few_steps_nothing_wrong_is_said() {
    let mut random = Random(0xa54f_f53a);
    let mut proved = 0;
    for world in [TEXTS, CALLERS, VARIABLES] {
        let requests = world.requests();
        for _ in 0..60 {
            let one = policy(&mut random, &world).to_string();
            let two = policy(&mut random, &world).to_string();
            let fuel = random.below(4000) as u64;
            let options = Options { arns: world.arns, universe: world.universe, fuel, ..Options::default() };
            with(&one, Some(world.kind), |new| {
                with(&two, Some(world.kind), |old| {
                    if new_access(new, old, options).verdict == Verdict::None {
                        proved += 1;
                        let shows =
                            |request: &&Request| is_new(new, old, request, ArnReading::Flat).is_true();
                        let wrong = requests.iter().find(shows);
                        assert!(wrong.is_none(), "{fuel}: {one}\n{two}\n{wrong:?}");
                    }
                });
            });
        }
    }
    assert!(proved > 20, "{proved}");
}
