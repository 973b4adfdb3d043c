// Words that give each text its own detail: places, trades, things, parts of names. Separated by commas.
#include "tools/simulate/texts/tables.h"

namespace obt::simulate::texts {

const absl::string_view kPlaces =
    R"(Aberdeen,Aberystwyth,Accrington,Aldershot,Alnwick,Andover,Arbroath,Armagh,Ashford,Aylesbury,Ayr,
Ballymena,Banbury,Bangor,Barnsley,Barnstaple,Barrow,Basildon,Basingstoke,Bath,Bedford,Belfast,
Berwick,Beverley,Bexhill,Birkenhead,Birmingham,Blackburn,Blackpool,Bodmin,Bolton,Bootle,Boston,
Bournemouth,Bracknell,Bradford,Brecon,Bridgend,Bridgwater,Brighton,Bristol,Burnley,Bury,Buxton,
Caernarfon,Cambridge,Canterbury,Cardiff,Carlisle,Carmarthen,Chatham,Chelmsford,Cheltenham,Chester,
Chesterfield,Chichester,Clydebank,Colchester,Coleraine,Corby,Coventry,Crawley,Crewe,Croydon,
Cumbernauld,Cwmbran,Darlington,Derby,Derry,Dewsbury,Doncaster,Dorchester,Dover,Dudley,Dumfries,
Dundee,Dunfermline,Durham,Eastbourne,Edinburgh,Elgin,Ely,Enniskillen,Evesham,Exeter,Falkirk,
Falmouth,Fareham,Felixstowe,Fleetwood,Folkestone,Fraserburgh,Galashiels,Gateshead,Glasgow,
Glenrothes,Gloucester,Goole,Gosport,Grantham,Greenock,Grimsby,Guildford,Halifax,Harlow,Harrogate,
Hartlepool,Harwich,Hastings,Hawick,Hemel Hempstead,Hereford,Hexham,Holyhead,Huddersfield,Hull,
Huntingdon,Inverness,Ipswich,Keighley,Kendal,Kettering,Kilmarnock,Kirkcaldy,Lancaster,Larne,Leeds,
Leicester,Lerwick,Lewes,Lichfield,Lincoln,Lisburn,Liverpool,Livingston,Llandudno,Llanelli,
Loughborough,Lowestoft,Luton,Macclesfield,Maidstone,Manchester,Mansfield,Margate,Matlock,
Merthyr Tydfil,Middlesbrough,Milton Keynes,Morpeth,Motherwell,Newark,Newbury,Newcastle,Newhaven,
Newport,Newquay,Newry,Northampton,Norwich,Nottingham,Nuneaton,Oban,Oldham,Omagh,Oxford,Paisley,
Penrith,Penzance,Perth,Peterborough,Peterhead,Plymouth,Pontypridd,Poole,Portsmouth,Preston,Ramsgate,
Reading,Redditch,Redruth,Rhyl,Ripon,Rochdale,Rotherham,Rugby,Runcorn,Salford,Salisbury,Scarborough,
Scunthorpe,Sheffield,Shetland,Shrewsbury,Skegness,Slough,Southampton,Southend,Southport,Stafford,
Stevenage,Stirling,Stockport,Stoke,Stornoway,Stranraer,Sunderland,Swansea,Swindon,Taunton,Telford,
Thetford,Thurso,Torquay,Trowbridge,Truro,Tynemouth,Ullapool,Wakefield,Walsall,Warrington,Watford,
Wells,Weymouth,Whitby,Whitehaven,Wick,Wigan,Winchester,Wisbech,Woking,Wolverhampton,Worcester,
Workington,Worthing,Wrexham,Yeovil,York)";

const absl::string_view kTrades =
    R"(accordionist,actuary,aerialist,agronomist,ambulance driver,antiquarian,arborist,archaeologist,
auctioneer,baker,bargee,barrister,basket weaver,beekeeper,bell founder,blacksmith,boatbuilder,
bookbinder,bookkeeper,botanist,bricklayer,bus conductor,butcher,cabinetmaker,calligrapher,carpenter,
cartographer,caterer,cellist,ceramicist,chambermaid,cheesemaker,chef,childminder,chiropodist,
chimney sweep,choreographer,clockmaker,coach driver,cobbler,composer,confectioner,cooper,
coppersmith,crane operator,cyclist,dairy farmer,dancer,decorator,dental nurse,dietitian,diver,
dog groomer,drayman,dressmaker,drystone waller,electrician,embroiderer,engraver,entomologist,
falconer,farrier,fencer,ferryman,fishmonger,florist,forester,furrier,gamekeeper,gardener,geologist,
gilder,glassblower,glazier,goldsmith,greengrocer,haberdasher,hairdresser,harbour master,harpist,
hatter,herbalist,horologist,hotelier,illustrator,interpreter,ironmonger,jeweller,jockey,joiner,
juggler,keyholder,landscaper,laundry worker,librarian,lifeguard,lighthouse keeper,locksmith,
lorry driver,luthier,mason,metallurgist,midwife,milliner,miner,mountaineer,music teacher,newsagent,
nurse,nursery worker,optician,organist,osteopath,oyster farmer,painter,paramedic,pastry cook,
pawnbroker,perfumer,pharmacist,photographer,piano tuner,picture framer,piper,plasterer,ploughman,
plumber,potter,printmaker,publican,puppeteer,quarryman,radiographer,reflexologist,restaurateur,
roofer,saddler,sailmaker,scaffolder,sculptor,seamstress,shepherd,shipwright,signwriter,silversmith,
slater,smallholder,social worker,stagehand,steeplejack,stonemason,street trader,surveyor,tailor,
tanner,taxidermist,thatcher,tiler,toymaker,trapeze artist,translator,trawlerman,typesetter,
umbrella maker,undertaker,upholsterer,ventriloquist,violinist,weaver,welder,wheelwright,
window cleaner,wine merchant,woodturner,yoga teacher,youth worker,zookeeper)";

const absl::string_view kThings =
    R"(accordion,airship,allotment,almanac,anchor,anvil,aquarium,archway,attic,awning,bagpipe,balcony,
ballroom,bandstand,barn,barometer,barrow,basement,bassoon,bathtub,beacon,belfry,bellows,bicycle,
billboard,biplane,birdcage,blanket,blender,boathouse,boiler,bollard,bonfire,bookcase,bothy,bouquet,
breakwater,brewery,bridge,brooch,bungalow,bunker,buoy,bureau,cabin,calf,camera,campsite,canal boat,
candlestick,canoe,canopy,caravan,carousel,carpet,carriage,cart,casket,catamaran,cellar,cello,
chandelier,chapel,chariot,chimney,church hall,clarinet,cloakroom,clock tower,cottage,cowshed,crane,
cricket pavilion,crossbow,cupboard,dam,dinghy,dishwasher,ditch,dolphin,donkey,doorbell,dovecote,
drainpipe,dresser,drone,drum,dumb waiter,easel,elevator,engine,escalator,farmhouse,ferret,ferry,
fiddle,fireplace,fishpond,flagpole,flute,footbridge,fountain,freezer,funnel,furnace,gable,garage,
garland,gatepost,gazebo,generator,glacier,glasshouse,goat,gondola,gramophone,granary,gravestone,
greenhouse,guitar,gutter,hammock,hamper,harbour,harp,hedge,helicopter,herring,hinge,hovercraft,
hutch,igloo,inkwell,jetty,jukebox,kayak,kennel,kiln,kiosk,kite,ladder,lantern,lathe,lawnmower,
lean-to,lectern,letterbox,lido,lighthouse,limousine,llama,lobster pot,lock gate,locket,locomotive,
loft,loom,mandolin,mangle,marquee,mast,meadow,microscope,milk float,mill,minibus,monument,mooring,
motorboat,mule,mural,necklace,nursery,oak,oboe,observatory,ornament,orchard,organ,outhouse,oven,
paddock,parachute,parrot,pasture,pergola,periscope,pheasant,pigsty,pinnacle,pipeline,pitchfork,
plinth,pony,porch,postbox,potting shed,printing press,projector,propeller,pump,quarry,quilt,
racehorse,radiator,raft,railing,reservoir,rickshaw,rocking horse,roundabout,rowing boat,rucksack,
saddle,sandpit,satchel,sauna,saxophone,scaffold,scarecrow,schooner,scooter,scythe,shipwreck,
shopfront,shutter,sidecar,signal box,silo,skylight,sledge,smokehouse,sofa,solar panel,spire,stable,
staircase,statue,steam roller,stile,stove,submarine,summerhouse,sundial,swimming pool,tandem,
tapestry,telescope,terrace,thermostat,timepiece,toboggan,tractor,trailer,tram,treehouse,trombone,
trough,tuba,turbine,turnstile,typewriter,unicycle,vase,veranda,viaduct,viola,wagon,walrus,wardrobe,
warehouse,waterwheel,weathervane,well,wheelbarrow,whippet,wigwam,windmill,workbench,xylophone,yacht,
yurt,zeppelin)";

const absl::string_view kTrees =
    R"(Acacia,Alder,Almond,Ash,Aspen,Avon,Beacon,Beech,Birch,Blackthorn,Bramble,Brook,Cairn,Castle,Cedar,
Cherry,Chestnut,Clover,Coppice,Cypress,Dale,Elder,Elm,Falcon,Fern,Fir,Foundry,Gorse,Granite,Grove,
Hawthorn,Hazel,Heather,Heron,Holly,Hornbeam,Ivy,Juniper,Kestrel,Kingfisher,Larch,Laurel,Lime,Linden,
Maple,Meadow,Medlar,Mersey,Mulberry,Oak,Orchard,Osprey,Pine,Plover,Poplar,Quarry,Quince,Raven,Rowan,
Sable,Severn,Spruce,Sycamore,Tamar,Teasel,Thistle,Trent,Tweed,Tyne,Viaduct,Walnut,Wharf,Willow,Yew)";

const absl::string_view kSystemHeads =
    R"(Acorn,Agri,Alba,Amber,Apex,Arch,Argo,Aster,Atlas,Aura,Beam,Bolt,Bright,Cargo,Case,Chart,Cipher,Civi,
Clear,Cloud,Comet,Compass,Coral,Core,Crest,Dart,Data,Dawn,Delta,Docu,Dove,Echo,Ember,Equi,Ever,Fast,
Fin,Flint,Form,Forge,Fuse,Gate,Gold,Grid,Halo,Harbour,Heli,Hydra,Iris,Jade,Keystone,Kite,Lark,
Ledger,Lumen,Luna,Magna,Mercury,Mint,Nexus,Nimbus,Nova,Onyx,Opal,Orbit,Orion,Page,Pearl,Pilot,Prism,
Pulse,Quay,Quest,Rapid,Relay,Ripple,Saffron,Sapphire,Sigma,Signal,Silver,Sky,Solar,Spark,Star,Stone,
Swift,Tandem,Terra,Tidal,Topaz,True,Unity,Vega,Vista,Vector,Wave,Wren,Zenith,Zephyr)";

const absl::string_view kSystemTails =
    R"(base,bay,board,book,bridge,cast,check,clerk,craft,desk,dock,field,file,flow,fold,gate,grid,guard,
hub,key,lane,line,link,list,log,loop,mark,mate,mesh,mill,net,path,pay,point,port,post,rail,register,
room,route,scan,scope,score,sense,shelf,shift,slate,span,stack,stamp,stock,store,stream,tally,tap,
tide,tower,trace,track,trail,tray,vault,view,ward,watch,way,well,wheel,wire,wise,works,yard)";

const absl::string_view kMonths = R"(January,February,March,April,May,June,July,August,September,October)";

const absl::string_view kRoles =
    R"(an administrative officer,an apprentice,a policy adviser,a statistician,an economist,
a fast streamer,a team leader,a business analyst,a delivery manager,a records officer,a caseworker,
a social researcher,an operational researcher,a content designer,a user researcher,
a finance business partner,a project support officer,an inspector,a scientific adviser,a lawyer,
a press officer,a security adviser,a vetting officer,a software engineer,a geographer,a librarian,
a diary manager,a data engineer,an auditor,an occupational psychologist,a procurement officer,
a work coach,a prison officer,a probation practitioner,a customs officer,an immigration officer,
a vehicle examiner,a plant health inspector,a hydrographer,a meteorologist,a trade adviser,
a counter-fraud specialist,a property surveyor,a private secretary,a performance analyst)";

const absl::string_view kMishaps =
    R"(had the wrong postcode,was told three different things,sent the original by courier twice,
moved house in the meantime,gave up and came in person,
had a name with an accent that we printed wrongly,was abroad when our letter came,
could not upload a photograph,paid twice and waited for the money,
was asked for a document that no longer exists,missed a deadline that nobody had mentioned,
needed it for a sick relative,wrote in Welsh and was answered in English,
got a letter meant for a neighbour,lost a contract over it,waited at the counter for an hour,
had to borrow a printer,was in hospital that week,
used a telephone box because the village has no signal,filled in the form for another country,
could not read the scan,was passed between four offices,had kept every receipt in a shoebox,
took a coach to see us,was given a number that rings nowhere,was sent to a shop that has closed,
waited five weeks and heard nothing,had two surnames and fitted neither box,was charged for a stamp,
cycled eleven miles with the papers,was taken for his own father,slept in a van to be first in line,
found the entrance locked at noon,had to prove that she was alive,spoke to six voices and no person,
got an answer to another question,was told to wait for a letter sent to his old flat,
signed in the wrong ink,photographed every page with a telephone,
had left the deeds with a bank that is gone,could not open a file from us,
was asked to come on Christmas Eve,was refused on a Sunday by a machine,
could not hear the speaker at the counter,lost a week's wages,ran out of credit while on hold,
had the twin's certificate in the envelope,was sent a key without a lock,wrote nineteen emails)";

const absl::string_view kCauses =
    R"(since the merger of two branches,since the move to the new building,since last winter's flood,
since the summer peak,since the new Act came into force,since the old mainframe was switched off,
since the office at the harbour closed,since the pandemic,since the strike,
since the recruitment freeze,since the reorganisation,since the fees went up,
since the storm in February,since the cyber attack on our supplier,since the last spending review,
since the election,since the outsourced contract ended,since the heatwave,
since devolution of these powers,since the royal visit,since the audit report,
since the fire in the basement,since two people retired,since the school holidays,
since the court ruling,since the new uniform policy,since the ferry was cancelled,
since the rules on cash changed,since the closure of the canteen,since the pilot in Wales,
since the lift broke down,since the census letters went out,since the lorry park opened,
since the apprentices left,since the bridge was shut,since the drought,
since the rail timetable changed,since the virus check was added,since the archive was sold,
since the quarantine rules,since the tariff rose,since the night shift ended,
since the hotline was advertised,since the bank branches closed,since the treaty was signed,
since the satellite failed,since the allotment scandal,since the television programme,
since the regatta,since the landslip,since our scanner was stolen,since the ombudsman's letter,
since the loading bay was rebuilt,since the boiler burst,since the festival,since postage doubled)";

const absl::string_view kDocs =
    R"(account book,address card,affidavit,aerial survey,appendix,attendance sheet,balance sheet,
bank statement,berth plan,bill of lading,birth certificate,blueprint,boarding pass,boundary map,
call sheet,cash book,census return,charge sheet,charter,chronology,claim slip,clinical note,
closing statement,coastal chart,codicil,collection note,contour map,contract schedule,counterfoil,
court order,covenant,cover note,credit note,crew list,customs stamp,daybook,death certificate,
decree,deed,delivery note,deposit slip,deposition,diploma,dispatch note,dividend slip,docket,
drainage plan,duty roster,easement,electoral roll,elevation drawing,enrolment card,fact sheet,
fee note,field diary,fire certificate,floor plan,gas certificate,gate pass,goods manifest,
grading sheet,grid reference,guest book,handbook,hospital letter,identity card,incident sheet,
index card,inventory,invoice,itinerary,job card,journal,key register,laboratory slip,landing card,
lease,ledger page,letter of credit,library slip,log sheet,lorry ticket,luggage tag,
marriage certificate,medical certificate,memorandum,menu card,meter reading,milk record,minute book,
mooring permit,negative,newsletter,nomination paper,notebook,oath,order slip,packing list,
parish register,pay slip,pedigree,petition,phone bill,photograph album,postal order,prescription,
price list,proxy form,punch card,questionnaire,quotation,railway warrant,ration card,receipt book,
recipe,reference letter,remittance slip,rent book,road map,roll call,route card,sales ledger,
sample label,school report,scrapbook,season ticket,service record,share certificate,ship's log,
shipping label,sick note,sketch,soil report,specification,stock card,storyboard,structural drawing,
subpoena,summons,tachograph chart,tally sheet,tenancy agreement,tender slip,test certificate,
tide table,time sheet,title plan,toll ticket,transcript,travel warrant,tree survey,trust deed,
union card,vaccination card,vehicle log,visitor book,voucher,warranty,waybill,weather log,
weighbridge ticket,will,wiring diagram,work permit,works order,zoning map)";

const absl::string_view kTools =
    R"(barcode reader,bell,cardboard model,carousel,chalkboard,clipboard,cork board,digital pen,
document camera,egg timer,flip chart,franking machine,guillotine,hand counter,handcart,hat stand,
headset,hole punch,hourglass,label printer,laminator,lamp,laser pointer,letter scale,light table,
magnetic board,megaphone,metronome,old tablet,overhead projector,paper trimmer,pegboard,
pigeonhole rack,plan chest,planimeter,pocket calculator,postcard rack,rubber stamp,scanner,
second screen,shelf,slide rule,spare laptop,spreadsheet,staple gun,stopwatch,string and pegs,
sundial,suggestion box,tape measure,tea trolley,thermometer,toy bricks,traffic cone,typewriter,
video camera,walkie-talkie,wall calendar,wall planner,webcam,wheeled cabinet,whiteboard,wire basket,
wooden tray)";

const absl::string_view kNames =
    R"(Abbott,Ackroyd,Addison,Allardyce,Appleby,Arkwright,Ashworth,Askew,Atherton,Bagshaw,Bainbridge,
Bancroft,Bardsley,Barraclough,Beaumont,Bellamy,Benbow,Birtwistle,Blenkinsop,Bosworth,Bradshaw,
Braithwaite,Brennan,Broadbent,Buckley,Burgess,Butterworth,Cadwallader,Calloway,Carmichael,
Carruthers,Catterall,Chadwick,Cholmondeley,Clegg,Clitheroe,Colquhoun,Copperfield,Corrigan,Cotterill,
Crabtree,Cranston,Crowther,Cuthbert,Dalgleish,Dalrymple,Darnley,Dawlish,Denholm,Devereux,Dinsdale,
Dobbs,Donnelly,Drummond,Dunmore,Duxbury,Eastwood,Ecclestone,Egerton,Entwistle,Fairbairn,Fairfax,
Farquhar,Fawcett,Featherstone,Fennimore,Ferrers,Fotheringham,Frobisher,Gainsford,Galbraith,Garside,
Gillespie,Gladwin,Goodfellow,Greenhalgh,Grimshaw,Hackett,Haddow,Hailsham,Hargreaves,Hathersage,
Haversham,Hebblethwaite,Hepworth,Higginbottom,Holroyd,Honeychurch,Horrocks,Huxtable,Inchbald,
Ingleby,Ironside,Jessop,Kenworthy,Kilbride,Kirkbride,Knatchbull,Lanyon,Lathom,Ledbetter,Leverett,
Lockwood,Longbottom,Lonsdale,Lovelace,Ludlow,Macalister,Mainwaring,Marchbanks,Marlowe,Meredith,
Micklethwait,Midwinter,Molyneux,Murgatroyd,Naismith,Nettlefold,Oakeshott,Ogilvie,Ormerod,Osgood,
Oglethorpe,Padgett,Pargeter,Partridge,Pemberton,Penhaligon,Petherick,Pettigrew,Pickersgill,
Polkinghorne,Postlethwaite,Prendergast,Quarmby,Quayle,Quillfeather,Radcliffe,Ramsbottom,Rathbone,
Rawlinson,Redfern,Ridgeway,Rowbotham,Rutherford,Satterthwaite,Scrimgeour,Sedgwick,Shackleton,
Shuttleworth,Sidebottom,Skelmersdale,Southgate,Spofforth,Stainforth,Strickland,Sugden,Swithinbank,
Tattersall,Tempest,Thistlewood,Thorneycroft,Threlfall,Tolliver,Trelawney,Tremayne,Trevelyan,
Tunnicliffe,Twelvetrees,Uttley,Vavasour,Venables,Verity,Waddington,Wainwright,Warburton,Weatherby,
Wedderburn,Whittaker,Wigglesworth,Winstanley,Witherspoon,Woolstencroft,Wolstenholme,Yarwood,
Yelverton)";

}  // namespace obt::simulate::texts
