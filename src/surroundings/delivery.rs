//! Services that write files into buckets, and what the keys of those files are made of.

use super::Fact;

/// A service that delivers files to S3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Producer {
    /// CloudTrail.
    Trail,
    /// VPC flow logs.
    FlowLogs,
    /// Access logs of load balancers.
    LoadBalancer,
    /// Logs of web ACLs.
    Waf,
    /// A delivery stream of Firehose.
    Firehose,
}

/// A part of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text as it stands.
    Text(&'static str),
    /// The account.
    Account,
    /// The region.
    Region,
    /// The name of a web ACL.
    Name,
    /// Year, month, day, from the largest to the smallest.
    Time,
}

impl Producer {
    /// The words of the configuration, with the services.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("cloudtrail", Self::Trail),
        ("vpc-flow-logs", Self::FlowLogs),
        ("load-balancer", Self::LoadBalancer),
        ("waf", Self::Waf),
        ("firehose", Self::Firehose),
    ];

    /// The service for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Trail => "CloudTrail",
            Self::FlowLogs => "a flow log",
            Self::LoadBalancer => "a load balancer",
            Self::Waf => "AWS WAF",
            Self::Firehose => "Firehose",
        }
    }

    /// What follows the prefix in the keys that it writes, up to the time.
    ///
    /// From the user guides of CloudTrail (log file names), VPC (flow log files), Elastic Load Balancing (access logs),
    /// WAF (logging to S3) and Firehose (object names).
    pub fn parts(self) -> &'static [Part] {
        use Part::{Account, Name, Region, Text, Time};
        match self {
            Self::Trail => &[Text("AWSLogs/"), Account, Text("/CloudTrail/"), Region, Text("/"), Time],
            Self::FlowLogs => &[Text("AWSLogs/"), Account, Text("/vpcflowlogs/"), Region, Text("/"), Time],
            Self::LoadBalancer => {
                &[Text("AWSLogs/"), Account, Text("/elasticloadbalancing/"), Region, Text("/"), Time]
            }
            Self::Waf => {
                &[Text("AWSLogs/"), Account, Text("/WAFLogs/"), Region, Text("/"), Name, Text("/"), Time]
            }
            Self::Firehose => &[Time],
        }
    }
}

/// One service that writes into one bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The whole statement of facts.
    pub place: Fact<()>,
    /// The service.
    pub producer: Producer,
    /// The bucket that it writes to.
    pub bucket: Fact<String>,
    /// What its keys start with; `None` where that is not known.
    pub prefix: Option<Fact<String>>,
    /// Account whose logs it writes, where it is known.
    pub account: Option<String>,
    /// Region whose logs it writes, where it is known; `None` too where there are several.
    pub region: Option<String>,
    /// Whether logs of several regions are written.
    pub several_regions: bool,
    /// Megabytes at which it starts a new file.
    pub file_size: Option<Fact<u32>>,
    /// Whether its files are packed.
    pub packed: Option<bool>,
}

impl Delivery {
    /// A delivery of which nothing but the bucket is known.
    pub fn to(producer: Producer, bucket: Fact<String>) -> Self {
        Self {
            place: bucket.with(()),
            producer,
            bucket,
            prefix: None,
            account: None,
            region: None,
            several_regions: false,
            file_size: None,
            packed: None,
        }
    }

    /// The prefix with the slash that the service puts behind it, which all but Firehose do.
    pub fn head(&self) -> Option<String> {
        let prefix = self.prefix.as_ref()?.value.as_str();
        Some(match self.producer {
            Producer::Firehose => prefix.to_owned(),
            _ if prefix.is_empty() => String::new(),
            _ => format!("{}/", prefix.trim_end_matches('/')),
        })
    }
}
