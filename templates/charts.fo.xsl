<?xml version="1.0" encoding="UTF-8"?>
<!-- Where the charts of charts.xsl stand on paper: figures with a numbered
     caption and a text alternative, each near the table of its numbers; and the
     heat table, which is a table. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:fo="http://www.w3.org/1999/XSL/Format" xmlns:ch="urn:auditor:chart:1"
    xmlns:fox="http://xmlgraphics.apache.org/fop/extensions"
    xmlns:exsl="http://exslt.org/common" exclude-result-prefixes="ch exsl">
  <xsl:import href="charts.xsl"/>

  <xsl:attribute-set name="figure">
    <xsl:attribute name="space-before">10pt</xsl:attribute>
    <xsl:attribute name="line-height">9pt</xsl:attribute>
    <xsl:attribute name="keep-with-next.within-page">always</xsl:attribute>
  </xsl:attribute-set>

  <xsl:attribute-set name="caption">
    <xsl:attribute name="role">Caption</xsl:attribute>
    <xsl:attribute name="font-size">7.5pt</xsl:attribute>
    <xsl:attribute name="line-height">10pt</xsl:attribute>
    <xsl:attribute name="color"><xsl:value-of select="'#4B5563'"/></xsl:attribute>
    <xsl:attribute name="space-before">3pt</xsl:attribute>
  </xsl:attribute-set>

  <xsl:template name="picture">
    <xsl:param name="chart"/>
    <fo:instream-foreign-object fox:alt-text="{exsl:node-set($chart)/ch:*/@alt}">
      <xsl:copy-of select="ch:draw(exsl:node-set($chart)/ch:*)"/>
    </fo:instream-foreign-object>
  </xsl:template>

  <xsl:template name="caption">
    <xsl:param name="number"/>
    <xsl:param name="words"/>
    <fo:block xsl:use-attribute-sets="caption">
      <fo:inline font-weight="bold"><xsl:value-of select="concat($S[../@id = 'figure'], '&#xA0;', $number, ' ')"/></fo:inline>
      <xsl:value-of select="$words"/>
    </fo:block>
  </xsl:template>

  <xsl:template name="no-figure">
    <xsl:param name="words"/>
    <xsl:if test="string($words) != ''">
      <fo:block font-size="8pt" line-height="11pt" color="#4B5563" space-before="6.75pt" space-after="6.75pt">
        <xsl:value-of select="$words"/></fo:block>
    </xsl:if>
  </xsl:template>

  <xsl:variable name="quality-picture"><xsl:call-template name="quality-chart"/></xsl:variable>
  <xsl:variable name="has-quality" select="boolean(exsl:node-set($quality-picture)/ch:*)"/>

  <!-- The summary of a dossier: quality against energy, and findings by theme. -->
  <xsl:template name="summary-figures">
    <xsl:variable name="findings">
      <xsl:choose>
        <xsl:when test="$has-quality"><xsl:call-template name="findings-chart"/></xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="findings-chart">
            <xsl:with-param name="width" select="470"/><xsl:with-param name="height" select="0"/>
          </xsl:call-template>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <fo:block xsl:use-attribute-sets="figure" text-align-last="justify">
      <xsl:if test="$has-quality">
        <xsl:call-template name="picture"><xsl:with-param name="chart" select="$quality-picture"/></xsl:call-template>
        <fo:leader leader-pattern="space"/>
      </xsl:if>
      <xsl:call-template name="picture"><xsl:with-param name="chart" select="$findings"/></xsl:call-template>
    </fo:block>
    <xsl:if test="$has-quality">
      <xsl:call-template name="caption">
        <xsl:with-param name="number" select="1"/>
        <xsl:with-param name="words"><xsl:call-template name="quality-caption"/></xsl:with-param>
      </xsl:call-template>
    </xsl:if>
    <xsl:call-template name="caption">
      <xsl:with-param name="number" select="1 + $has-quality"/>
      <xsl:with-param name="words"><xsl:call-template name="findings-caption"/></xsl:with-param>
    </xsl:call-template>
    <xsl:if test="not($has-quality)">
      <xsl:call-template name="no-figure">
        <xsl:with-param name="words"><xsl:call-template name="quality-none"/></xsl:with-param>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- The comparison: the same, one below the other, in full width. -->
  <xsl:template name="quality-figure">
    <xsl:variable name="chart">
      <xsl:call-template name="quality-chart">
        <xsl:with-param name="width" select="470"/><xsl:with-param name="height" select="165"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="$has-quality">
        <fo:block xsl:use-attribute-sets="figure">
          <xsl:call-template name="picture"><xsl:with-param name="chart" select="$chart"/></xsl:call-template>
        </fo:block>
        <xsl:call-template name="caption">
          <xsl:with-param name="number" select="1"/>
          <xsl:with-param name="words"><xsl:call-template name="quality-caption"/></xsl:with-param>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="no-figure">
          <xsl:with-param name="words"><xsl:call-template name="quality-none"/></xsl:with-param>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="findings-figure">
    <xsl:variable name="chart">
      <xsl:call-template name="findings-chart">
        <xsl:with-param name="width" select="470"/><xsl:with-param name="height" select="0"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:if test="exsl:node-set($chart)/ch:*">
      <fo:block xsl:use-attribute-sets="figure">
        <xsl:call-template name="picture"><xsl:with-param name="chart" select="$chart"/></xsl:call-template>
      </fo:block>
      <xsl:call-template name="caption">
        <xsl:with-param name="number" select="1 + $has-quality"/>
        <xsl:with-param name="words"><xsl:call-template name="findings-caption"/></xsl:with-param>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template name="losses-figure">
    <xsl:param name="losses"/>
    <xsl:variable name="chart">
      <xsl:call-template name="losses-chart"><xsl:with-param name="losses" select="$losses"/></xsl:call-template>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="exsl:node-set($chart)/ch:*">
        <fo:block xsl:use-attribute-sets="figure">
          <xsl:call-template name="picture"><xsl:with-param name="chart" select="$chart"/></xsl:call-template>
        </fo:block>
        <xsl:call-template name="caption">
          <xsl:with-param name="number" select="2 + $has-quality"/>
          <xsl:with-param name="words"><xsl:call-template name="losses-caption"/></xsl:with-param>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="no-figure">
          <xsl:with-param name="words">
            <xsl:call-template name="losses-none"><xsl:with-param name="losses" select="$losses"/></xsl:call-template>
          </xsl:with-param>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A cell of the table of options. -->
  <xsl:template name="history-cell">
    <xsl:variable name="chart"><xsl:call-template name="history-chart"/></xsl:variable>
    <fo:table-cell xsl:use-attribute-sets="cell"><fo:block text-align="end">
      <xsl:if test="exsl:node-set($chart)/ch:*">
        <xsl:call-template name="picture"><xsl:with-param name="chart" select="$chart"/></xsl:call-template>
        <xsl:text>&#xA0;</xsl:text>
      </xsl:if>
      <xsl:call-template name="history-percent"/>
    </fo:block></fo:table-cell>
  </xsl:template>

  <!-- Heat table: every rule, and its outcome for each option. -->

  <xsl:template name="heat-ground">
    <xsl:param name="value"/>
    <xsl:choose>
      <xsl:when test="$value = 'pass'">#E6F2EA</xsl:when>
      <xsl:when test="$value = 'attested'">#FEF6EC</xsl:when>
      <xsl:when test="$value = 'waived'">#FEF6EC</xsl:when>
      <xsl:when test="$value = 'fail'">#F9E4E8</xsl:when>
      <xsl:when test="$value = 'unknown'">#E5E7EB</xsl:when>
      <xsl:otherwise>#FFFFFF</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="heat-symbol">
    <xsl:param name="value"/>
    <xsl:choose>
      <xsl:when test="$value = 'not-yet-applicable'">○</xsl:when>
      <xsl:otherwise><xsl:call-template name="symbol-of"><xsl:with-param name="value" select="$value"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="heat-key">
    <xsl:param name="outcome"/>
    <xsl:variable name="colour"><xsl:call-template name="colour-of"><xsl:with-param name="value" select="$outcome"/></xsl:call-template></xsl:variable>
    <fo:inline color="{$colour}" font-weight="bold">
      <xsl:call-template name="heat-symbol"><xsl:with-param name="value" select="$outcome"/></xsl:call-template>
    </fo:inline>
    <xsl:value-of select="concat('&#xA0;', translate($S[../@id = concat('outcome.', $outcome)], ' ', '&#xA0;'))"/>
    <xsl:if test="$outcome != 'not-applicable'"><xsl:text>  ·  </xsl:text></xsl:if>
  </xsl:template>

  <!-- With many options the columns are numbered, and their key stands above. -->
  <xsl:template name="heat-table">
    <xsl:param name="width" select="166"/>
    <xsl:variable name="rules" select="/*/*[local-name() = 'rules']/*[local-name() = 'rule']"/>
    <xsl:variable name="numbered" select="count($sizes) &gt; 6"/>
    <xsl:variable name="each">
      <xsl:choose>
        <xsl:when test="$numbered"><xsl:value-of select="floor(($width - 86) div count($sizes) * 10) div 10"/></xsl:when>
        <xsl:when test="count($sizes) &lt; 5">18</xsl:when>
        <xsl:otherwise>14</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <fo:block xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'heat.intro']"/></fo:block>
    <fo:block font-size="8pt" line-height="12pt" space-after="3pt">
      <xsl:call-template name="heat-key"><xsl:with-param name="outcome" select="'pass'"/></xsl:call-template>
      <xsl:call-template name="heat-key"><xsl:with-param name="outcome" select="'attested'"/></xsl:call-template>
      <xsl:call-template name="heat-key"><xsl:with-param name="outcome" select="'waived'"/></xsl:call-template>
      <xsl:call-template name="heat-key"><xsl:with-param name="outcome" select="'unknown'"/></xsl:call-template>
      <xsl:call-template name="heat-key"><xsl:with-param name="outcome" select="'fail'"/></xsl:call-template>
      <xsl:call-template name="heat-key"><xsl:with-param name="outcome" select="'not-yet-applicable'"/></xsl:call-template>
      <xsl:call-template name="heat-key"><xsl:with-param name="outcome" select="'not-applicable'"/></xsl:call-template>
    </fo:block>
    <xsl:if test="$numbered">
      <fo:block font-size="8pt" line-height="12pt" space-after="3pt">
        <xsl:for-each select="$sizes">
          <xsl:if test="position() &gt; 1"><xsl:text>  ·  </xsl:text></xsl:if>
          <fo:inline font-weight="bold"><xsl:value-of select="concat(position(), '&#xA0;')"/></fo:inline>
          <xsl:call-template name="word"><xsl:with-param name="text" select="@label"/></xsl:call-template>
        </xsl:for-each>
      </fo:block>
    </xsl:if>
    <fo:table table-layout="fixed" width="{$width}mm" border-collapse="collapse" font-size="8pt" line-height="11pt">
      <fo:table-column column-width="26mm"/>
      <fo:table-column column-width="{$width - 26 - $each * count($sizes)}mm"/>
      <fo:table-column column-width="{$each}mm" number-columns-repeated="{count($sizes)}"/>
      <fo:table-header>
        <fo:table-row xsl:use-attribute-sets="head-row">
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'rule'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'heat.title'"/></xsl:call-template>
          <xsl:for-each select="$sizes">
            <fo:table-cell padding="3pt 1pt" display-align="after"><fo:block text-align="center" font-size="7pt" line-height="9pt">
              <xsl:choose>
                <xsl:when test="$numbered"><xsl:value-of select="position()"/></xsl:when>
                <xsl:otherwise><xsl:value-of select="@id"/></xsl:otherwise>
              </xsl:choose></fo:block></fo:table-cell>
          </xsl:for-each>
        </fo:table-row>
      </fo:table-header>
      <fo:table-body>
        <xsl:for-each select="$rules">
          <xsl:variable name="rule" select="."/>
          <fo:table-row xsl:use-attribute-sets="row">
            <fo:table-cell padding="2pt 3.4pt" role="TH"><fo:block><xsl:value-of select="@id"/></fo:block></fo:table-cell>
            <fo:table-cell padding="2pt 3.4pt"><fo:block>
              <xsl:call-template name="in-language"><xsl:with-param name="texts" select="*[local-name() = 'title']"/></xsl:call-template>
            </fo:block></fo:table-cell>
            <xsl:for-each select="$sizes">
              <xsl:variable name="value" select="string($rule/*[local-name() = 'outcome'][@option = current()/@id]/@value)"/>
              <xsl:variable name="colour"><xsl:call-template name="colour-of"><xsl:with-param name="value" select="$value"/></xsl:call-template></xsl:variable>
              <xsl:variable name="ground"><xsl:call-template name="heat-ground"><xsl:with-param name="value" select="$value"/></xsl:call-template></xsl:variable>
              <fo:table-cell padding="2pt 1pt" background-color="{$ground}">
                <fo:block text-align="center" color="{$colour}" font-weight="bold">
                  <xsl:call-template name="heat-symbol"><xsl:with-param name="value" select="$value"/></xsl:call-template>
                </fo:block></fo:table-cell>
            </xsl:for-each>
          </fo:table-row>
        </xsl:for-each>
      </fo:table-body>
    </fo:table>
  </xsl:template>
</xsl:stylesheet>
